package io.gostacker.common.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Grows an array of bytes: numbers as variable-length integers (LEB128, zig-zag for signed),
/// lengths before bytes. For logs and caches; never what a client sends.
public final class ByteWriter {
  private byte[] bytes;
  private int size;

  public ByteWriter(int expected) {
    this.bytes = new byte[Math.max(32, expected)];
  }

  public void byteValue(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /// A number that is seldom negative.
  public void number(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  public void id(long value) {
    ensure(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  public void ids(long[] values) {
    number(values.length);
    for (long value : values) {
      id(value);
    }
  }

  public void blob(byte[] value) {
    number(value.length);
    bytes(value);
  }

  /// Without their number.
  public void bytes(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  public void optionalBlob(byte @Nullable [] value) {
    byteValue(value == null ? 0 : 1);
    if (value != null) {
      blob(value);
    }
  }

  public void text(String value) {
    blob(value.getBytes(StandardCharsets.UTF_8));
  }

  public void optionalText(@Nullable String value) {
    byteValue(value == null ? 0 : 1);
    if (value != null) {
      text(value);
    }
  }

  /// Room for a 4-byte length, to be filled by [#endBlock].
  public int beginBlock() {
    ensure(4);
    size += 4;
    return size;
  }

  public void endBlock(int start) {
    int length = size - start;
    for (int i = 0; i < 4; i++) {
      bytes[start - 4 + i] = (byte) (length >>> (24 - 8 * i));
    }
  }

  /// How many bytes were written so far.
  public int size() {
    return size;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void unsigned(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
