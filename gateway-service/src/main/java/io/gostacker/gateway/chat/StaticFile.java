package io.gostacker.gateway.chat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/// One file of the web chat, held in memory.
record StaticFile(byte[] bytes, MediaType type, String etag) {

  /// What the page may do: scripts, styles and sockets of its own origin; pictures from anywhere,
  /// since messages may show some.
  private static final String POLICY =
      "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: http: https:; "
          + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

  /// Headers of every file.
  static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-cache",
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");

  static StaticFile of(String name, byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    String etag = "\"" + Long.toHexString(checksum.getValue()) + "-" + bytes.length + "\"";
    return new StaticFile(bytes, typeOf(name), etag);
  }

  private static MediaType typeOf(String name) {
    MediaType type = MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
    boolean text = type.getType().equals("text") || type.getSubtype().equals("javascript");
    return text ? new MediaType(type, StandardCharsets.UTF_8) : type;
  }
}
