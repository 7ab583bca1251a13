package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A TCP connection on which a test writes what it likes: HTTP, WebSocket frames, garbage. Every
/// read has a time-out of ten seconds.
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;

  private static final JsonMapper JSON = new JsonMapper();

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static RawSocket open(int port) {
    return open(port, 0);
  }

  /// @param receiveBuffer of the kernel, in bytes; 0 leaves it as it is
  static RawSocket open(int port, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      socket.connect(new java.net.InetSocketAddress("localhost", port));
      return new RawSocket(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Upgrades and expects that to be accepted; answers the response.
  Response upgrade(String... headers) {
    Response response = request("GET /api/v1/ws HTTP/1.1", withUpgrade(headers));
    assertThat(response.status()).as(response.body()).isEqualTo(101);
    return response;
  }

  static String[] withUpgrade(String... headers) {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    String[] all = new String[headers.length + 4];
    all[0] = "Connection: keep-alive, Upgrade";
    all[1] = "Upgrade: websocket";
    all[2] = "Sec-WebSocket-Version: 13";
    all[3] = "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key);
    System.arraycopy(headers, 0, all, 4, headers.length);
    return all;
  }

  Response request(String line, String... headers) {
    write(head(line, headers));
    return readResponse();
  }

  static String head(String line, String... headers) {
    boolean host = String.join("\n", headers).contains("Host:");
    return line
        + "\r\n"
        + (host ? "" : "Host: localhost\r\n")
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  void write(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Response readResponse() {
    try {
      String statusLine = readLine();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        int colon = line.indexOf(':');
        headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return new Response(Integer.parseInt(statusLine.split(" ")[1]), headers, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  void say(String json) {
    frame(FIN | TEXT, json.getBytes(StandardCharsets.UTF_8));
  }

  void frame(int firstByte, byte[] payload) {
    write(encode(firstByte, payload, true));
  }

  static byte[] encode(int firstByte, byte[] payload, boolean masked) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    int maskBit = masked ? 0x80 : 0;
    frame.put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) (maskBit | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (maskBit | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (maskBit | 127)).putLong(payload.length);
    }
    byte[] mask = {0x12, 0x34, 0x56, 0x78};
    if (masked) {
      frame.put(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put(masked ? (byte) (payload[i] ^ mask[i % 4]) : payload[i]);
    }
    return java.util.Arrays.copyOf(frame.array(), frame.position());
  }

  Frame read() {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      assertThat(second & 0x80).as("a server does not mask").isZero();
      assertThat(first & 0x70).as("no extension was agreed on").isZero();
      long length = second & 0x7F;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      return new Frame(first & 0x0F, in.readNBytes((int) length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The next frame, which is text.
  JsonNode next() {
    Frame frame = read();
    assertThat(frame.opcode()).as("%s", frame).isEqualTo(TEXT);
    return JSON.readTree(frame.payload());
  }

  /// The next frame, which is of that type.
  JsonNode expect(String type) {
    JsonNode json = next();
    assertThat(json.path("type").asString()).as("%s", json).isEqualTo(type);
    return json;
  }

  /// The next frame, which is an error of that code.
  JsonNode expectError(String code) {
    JsonNode json = expect("error");
    assertThat(json.path("code").asString()).as("%s", json).isEqualTo(code);
    return json;
  }

  /// Expects a close frame, text frames before it being skipped, and answers it.
  int expectClose() {
    Frame frame = read();
    while (frame.opcode() == TEXT) {
      frame = read();
    }
    assertThat(frame.opcode()).as("%s", frame).isEqualTo(CLOSE);
    try {
      frame(FIN | CLOSE, java.util.Arrays.copyOf(frame.payload(), 2));
    } catch (UncheckedIOException e) {
      // The server may have cut already.
    }
    return ByteBuffer.wrap(frame.payload()).getShort() & 0xFFFF;
  }

  /// Expects that nothing follows, and that the server ends the connection.
  void expectEnd() {
    try {
      assertThat(in.read()).isEqualTo(-1);
    } catch (SocketException e) {
      // A reset is an end too.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Expects a `pong`, so that everything said before has been dealt with, and nothing else.
  void expectNothing() {
    say("{\"type\":\"ping\",\"ref\":\"nothing\"}");
    JsonNode pong = expect("pong");
    assertThat(pong.path("ref").asString()).isEqualTo("nothing");
  }

  /// Whether the connection ends within that time, whatever comes before.
  boolean endsWithin(int millis) {
    long deadline = System.nanoTime() + millis * 1_000_000L;
    byte[] buffer = new byte[65536];
    try {
      while (System.nanoTime() - deadline < 0) {
        socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (in.read(buffer) < 0) {
          return true;
        }
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (EOFException | SocketException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return false;
  }

  void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Response(int status, Map<String, String> headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String code() {
      assertThat(headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT))
          .startsWith("application/problem+json");
      return json().path("code").asString();
    }
  }

  record Frame(int opcode, byte[] payload) {
    @Override
    public String toString() {
      return "opcode " + opcode + ": " + new String(payload, StandardCharsets.UTF_8);
    }
  }
}
