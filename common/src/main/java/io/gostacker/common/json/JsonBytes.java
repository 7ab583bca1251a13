package io.gostacker.common.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds one JSON text as UTF-8 bytes, without strings or a tree in between. Used for every frame
/// and message.
///
/// The caller writes the structure itself ([#raw]); values are escaped here. Not thread-safe.
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int size;

  /// @param expected bytes to begin with; grows as needed
  public JsonBytes(int expected) {
    this.bytes = new byte[Math.max(16, expected)];
  }

  /// Structure and keys: ASCII, written as it is.
  @SuppressWarnings(
      "deprecation") // String.getBytes(int, int, byte[], int) copies Latin-1 bytes with no encoder
  // in between
  public JsonBytes raw(String ascii) {
    int length = ascii.length();
    ensure(length);
    ascii.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  /// A JSON value that is UTF-8 already.
  public JsonBytes raw(byte[] json) {
    ensure(json.length);
    System.arraycopy(json, 0, bytes, size, json.length);
    size += json.length;
    return this;
  }

  /// A number.
  public JsonBytes number(long value) {
    return raw(Long.toString(value));
  }

  /// An id: a decimal string in quotes.
  public JsonBytes id(long value) {
    raw("\"");
    raw(Long.toString(value));
    return raw("\"");
  }

  /// A time: RFC 3339, UTC, milliseconds, in quotes.
  public JsonBytes time(long epochMillis) {
    ensure(26);
    bytes[size++] = '"';
    size = Rfc3339.write(epochMillis, bytes, size);
    bytes[size++] = '"';
    return this;
  }

  /// A string value in quotes, escaped as JSON asks. A lone surrogate becomes U+FFFD.
  public JsonBytes string(String value) {
    int length = value.length();
    ensure(length * 6 + 2);
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | (c >> 6));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        supplementary(Character.toCodePoint(c, value.charAt(++i)));
      } else {
        threeBytes(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    bytes[size++] = '"';
    return this;
  }

  /// What was written so far, as an array of its own.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// How many bytes were written so far.
  public int size() {
    return size;
  }

  private void ascii(char c) {
    if (c >= 0x20 && c != '"' && c != '\\') {
      bytes[size++] = (byte) c;
      return;
    }
    bytes[size++] = '\\';
    switch (c) {
      case '"', '\\' -> bytes[size++] = (byte) c;
      case '\n' -> bytes[size++] = 'n';
      case '\r' -> bytes[size++] = 'r';
      case '\t' -> bytes[size++] = 't';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[c >> 4];
        bytes[size++] = HEX[c & 0xF];
      }
    }
  }

  private void threeBytes(char c) {
    bytes[size++] = (byte) (0xE0 | (c >> 12));
    bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (c & 0x3F));
  }

  private void supplementary(int codePoint) {
    bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
