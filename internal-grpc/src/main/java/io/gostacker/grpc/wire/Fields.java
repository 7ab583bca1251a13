package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import org.jspecify.annotations.Nullable;

/// Flags and constants of enumerations. A constant travels as its ordinal: constants are only ever
/// added at the end.
final class Fields {

  private Fields() {}

  static void write(boolean flag, ByteWriter to) {
    to.byteValue(flag ? 1 : 0);
  }

  static boolean flag(ByteReader from) {
    return from.byteValue() != 0;
  }

  static void write(Enum<?> constant, ByteWriter to) {
    to.byteValue(constant.ordinal() + 1);
  }

  static void writeOptional(@Nullable Enum<?> constant, ByteWriter to) {
    to.byteValue(constant == null ? 0 : constant.ordinal() + 1);
  }

  static <E extends Enum<E>> E of(Class<E> type, ByteReader from) {
    E constant = optional(type, from);
    if (constant == null) {
      throw new IllegalArgumentException("no " + type.getSimpleName());
    }
    return constant;
  }

  static <E extends Enum<E>> @Nullable E optional(Class<E> type, ByteReader from) {
    int number = from.byteValue();
    E[] all = type.getEnumConstants();
    if (number > all.length) {
      throw new IllegalArgumentException("unknown " + type.getSimpleName() + " " + number);
    }
    return number == 0 ? null : all[number - 1];
  }
}
