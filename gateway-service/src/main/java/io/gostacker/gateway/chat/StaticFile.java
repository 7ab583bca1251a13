package io.gostacker.gateway.chat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/// One file of the web chat, held in memory, and compressed too where that makes it smaller.
///
/// @param gzipped null where compressing does not help
/// @param cacheControl for how long a browser may keep it
record StaticFile(
    byte[] bytes, byte @Nullable [] gzipped, MediaType type, String etag, String cacheControl) {

  /// Files below it bear the hash of their content in their name.
  private static final String HASHED = "/assets/";

  /// What the page may do: scripts, styles and sockets of its own origin; pictures and sound from
  /// anywhere, since messages may show some.
  private static final String POLICY =
      "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: http: https:; "
          + "media-src http: https:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
          + "object-src 'none'";

  /// Headers of every file.
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Vary", "Accept-Encoding");

  static StaticFile of(String name, byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    String etag = "W/\"" + Long.toHexString(checksum.getValue()) + "-" + bytes.length + "\"";
    byte[] gzipped = gzip(bytes);
    return new StaticFile(
        bytes,
        gzipped.length < bytes.length ? gzipped : null,
        typeOf(name),
        etag,
        name.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static MediaType typeOf(String name) {
    MediaType type = MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
    boolean text = type.getType().equals("text") || type.getSubtype().equals("javascript");
    return text ? new MediaType(type, StandardCharsets.UTF_8) : type;
  }
}
