package io.gostacker.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's end of one WebSocket, driven by the test.
public final class ScriptedPeer {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int FINAL = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final JsonMapper json = JsonMapper.shared();

  /// The headers of the upgrade, names in lower case.
  public final Map<String, String> headers;

  private ScriptedPeer(Socket socket, InputStream in, Map<String, String> headers)
      throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(in);
    this.out = socket.getOutputStream();
    this.headers = headers;
  }

  static ScriptedPeer upgrade(Socket socket, InputStream in, Map<String, String> headers)
      throws IOException {
    ScriptedPeer peer = new ScriptedPeer(socket, in, headers);
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(headers.getOrDefault("sec-websocket-key", ""))
            + "\r\nSec-WebSocket-Protocol: gostacker.v1+json\r\n\r\n";
    peer.out.write(answer.getBytes(StandardCharsets.US_ASCII));
    return peer;
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  void readFrames() throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = payload(in.readUnsignedByte() & 0x7f);
      switch (first & 0x0f) {
        case 0, TEXT -> {
          message.writeBytes(payload);
          if ((first & FINAL) != 0) {
            frames.add(json.readTree(message.toByteArray()));
            message.reset();
          }
        }
        case CLOSE -> {
          frame(FINAL | CLOSE, payload);
          socket.close();
          return;
        }
        default -> {}
      }
    }
  }

  private byte[] payload(int shortLength) throws IOException {
    int length =
        switch (shortLength) {
          case 126 -> in.readUnsignedShort();
          case 127 -> (int) in.readLong();
          default -> shortLength;
        };
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return payload;
  }

  /// The next frame of that type; others before it are passed over.
  public JsonNode expect(String type) throws InterruptedException {
    while (true) {
      JsonNode frame = frames.poll(20, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("No frame of type " + type + " within 20 s");
      }
      if (frame.path("type").asString("").equals(type)) {
        return frame;
      }
    }
  }

  /// Whether a frame of that type comes within the time.
  public boolean comes(String type, long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      JsonNode frame = frames.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        return false;
      }
      if (frame.path("type").asString("").equals(type)) {
        return true;
      }
    }
  }

  public void welcome() {
    welcome(30);
  }

  public void welcome(int heartbeatSeconds) {
    say(
        """
        {"type":"welcome","userId":"1","deviceId":"d1","sessionId":"s","heartbeatSeconds":%d,
         "features":[],"limits":{}}\
        """
            .formatted(heartbeatSeconds));
  }

  /// Answers the next `sync` with these conversations and returns what was asked.
  public JsonNode answerSync(String conversations) throws InterruptedException {
    JsonNode sync = expect("sync");
    say(
        "{\"type\":\"synced\",\"ref\":%s,\"conversations\":%s,\"gone\":[],\"more\":false}"
            .formatted(sync.get("ref"), conversations));
    return sync;
  }

  /// Answers the `send` with that seq.
  public void sent(JsonNode send, long seq) {
    say(
        """
        {"type":"sent","ref":%s,"conversationId":%s,"clientMessageId":%s,"seq":%d,
         "sentAt":"2026-01-02T03:04:05.678Z"}\
        """
            .formatted(
                send.get("ref"), send.get("conversationId"), send.get("clientMessageId"), seq));
  }

  /// Answers the `send` with an error.
  public void refuse(JsonNode send, String code) {
    say(
        "{\"type\":\"error\",\"ref\":%s,\"clientMessageId\":%s,\"code\":\"%s\",\"message\":\"no\"}"
            .formatted(send.get("ref"), send.get("clientMessageId"), code));
  }

  /// A `message` frame from user 2.
  public void message(String conversation, long seq) {
    say("{\"type\":\"message\"," + messageJson(conversation, seq).substring(1));
  }

  /// A message of user 2 as an object; its text is its seq.
  public static String messageJson(String conversation, long seq) {
    return """
    {"conversationId":"%s","seq":%d,"senderId":"2","clientMessageId":"m%d",\
    "content":{"type":"text","text":"%d"},"sentAt":"2026-01-02T03:04:05.678Z"}\
    """
        .formatted(conversation, seq, seq, seq);
  }

  /// One conversation of a `synced` with these seqs.
  public static String part(String conversation, boolean hasMore, long... seqs) {
    StringBuilder messages = new StringBuilder();
    for (long seq : seqs) {
      messages.append(messages.isEmpty() ? "" : ",").append(messageJson(conversation, seq));
    }
    return "{\"conversationId\":\"%s\",\"lastSeq\":%d,\"readSeq\":0,\"messages\":[%s],\"hasMore\":%s}"
        .formatted(conversation, seqs.length == 0 ? 0 : seqs[seqs.length - 1], messages, hasMore);
  }

  /// A text frame.
  public void say(String text) {
    write(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A text message in fragments of `size` bytes.
  public void sayInParts(String text, int size) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      int end = Math.min(bytes.length, at + size);
      byte[] part = java.util.Arrays.copyOfRange(bytes, at, end);
      write((end == bytes.length ? FINAL : 0) | (at == 0 ? TEXT : 0), part);
    }
  }

  /// A close frame.
  public void close(int code, String reason) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(code >> 8);
    payload.write(code);
    payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
    write(FINAL | CLOSE, payload.toByteArray());
  }

  /// Breaks the TCP connection.
  public void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(int first, byte[] payload) {
    try {
      frame(first, payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void frame(int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < 126) {
      frame.write(payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }
}
