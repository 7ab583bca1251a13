package io.gostacker.standalone.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One HTTP request written byte by byte, for what no client library lets out.
final class RestRaw {
  private static final int PATIENCE_MILLIS = 30_000;

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private RestRaw() {}

  /// The whole answer, head and body, as ISO 8859-1.
  static String exchange(String baseUrl, String head, byte[] body) {
    URI address = URI.create(baseUrl);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          head + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length;
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends the same request twice over one connection, which the first answer must leave open.
  ///
  /// @return the status of both answers, each of which must have a body of a known length
  static List<Integer> twice(String baseUrl, String head, byte[] body) {
    URI address = URI.create(baseUrl);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String request = head + "\r\nHost: localhost\r\nContent-Length: " + body.length;
        socket.getOutputStream().write((request + "\r\n\r\n").getBytes(ISO_8859_1));
        socket.getOutputStream().write(body);
        statuses.add(status(nextAnswer(in)));
      }
      return statuses;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nextAnswer(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    Matcher length = CONTENT_LENGTH.matcher(head);
    if (!length.find()) {
      throw new IOException("No length: " + head);
    }
    in.skipNBytes(Long.parseLong(length.group(1)));
    return head.toString();
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }
}
