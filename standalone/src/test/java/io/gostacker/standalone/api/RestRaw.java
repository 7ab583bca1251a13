package io.gostacker.standalone.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// One HTTP request written byte by byte, for what no client library lets out.
final class RestRaw {
  private static final int PATIENCE_MILLIS = 30_000;

  private RestRaw() {}

  /// The whole answer, head and body, as ISO 8859-1.
  static String exchange(String baseUrl, String head, byte[] body) {
    URI address = URI.create(baseUrl);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          head + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length;
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }
}
