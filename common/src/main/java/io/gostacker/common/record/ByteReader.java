package io.gostacker.common.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads what [ByteWriter] wrote.
///
/// @throws IllegalArgumentException from every method, when the bytes end too early or say an
///   impossible length
public final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  public ByteReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  public int byteValue() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  public long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = byteValue();
      value |= (long) (part & 0x7F) << shift;
      if (part < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("number without end at " + at);
  }

  public long id() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  public long[] ids() {
    int count = length(number(), 8);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = id();
    }
    return values;
  }

  public byte[] blob() {
    int length = length(number(), 1);
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }

  public byte @Nullable [] optionalBlob() {
    return byteValue() == 0 ? null : blob();
  }

  public String text() {
    return new String(blob(), StandardCharsets.UTF_8);
  }

  public @Nullable String optionalText() {
    return byteValue() == 0 ? null : text();
  }

  /// The bytes of a block with a 4-byte length before them.
  public ByteReader block() {
    need(4);
    int length = 0;
    for (int i = 0; i < 4; i++) {
      length = (length << 8) | (bytes[at++] & 0xFF);
    }
    need(length);
    ByteReader block = new ByteReader(bytes, at, at + length);
    at += length;
    return block;
  }

  /// All bytes of this reader, read or not.
  public byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  /// Refuses bytes that nobody asked for.
  public void requireEnd() {
    if (at != end) {
      throw new IllegalArgumentException((end - at) + " bytes too many at " + at);
    }
  }

  private int length(long value, int each) {
    if (value < 0 || value > (end - at) / each) {
      throw new IllegalArgumentException("impossible length " + value + " at " + at);
    }
    return (int) value;
  }

  private void need(int count) {
    if (count < 0 || end - at < count) {
      throw new IllegalArgumentException("bytes end at " + at);
    }
  }
}
