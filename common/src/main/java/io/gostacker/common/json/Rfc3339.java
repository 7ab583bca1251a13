package io.gostacker.common.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// Times as the contract writes them: RFC 3339, UTC, always with milliseconds, 24 characters.
public final class Rfc3339 {
  private static final long MILLIS_PER_DAY = 86_400_000L;
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Rfc3339() {}

  /// The text, for example `2026-11-23T14:16:05.123Z`. Years 0 to 9999.
  public static String format(long epochMillis) {
    byte[] bytes = new byte[24];
    write(epochMillis, bytes, 0);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  /// Epoch milliseconds of any RFC 3339 time in the years 0 to 9999, in UTC as here.
  ///
  /// @throws DateTimeParseException if the text is none
  public static long parse(String text) {
    Instant instant = Instant.parse(text);
    if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new DateTimeParseException("year beyond 0 to 9999", text, 0);
    }
    return instant.toEpochMilli();
  }

  /// Writes 24 bytes at `at` and returns the position after them.
  static int write(long epochMillis, byte[] bytes, int at) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY));
    int millis = (int) Math.floorMod(epochMillis, MILLIS_PER_DAY);
    int i = digits(date.getYear(), 4, bytes, at);
    bytes[i++] = '-';
    i = digits(date.getMonthValue(), 2, bytes, i);
    bytes[i++] = '-';
    i = digits(date.getDayOfMonth(), 2, bytes, i);
    bytes[i++] = 'T';
    i = digits(millis / 3_600_000, 2, bytes, i);
    bytes[i++] = ':';
    i = digits(millis / 60_000 % 60, 2, bytes, i);
    bytes[i++] = ':';
    i = digits(millis / 1000 % 60, 2, bytes, i);
    bytes[i++] = '.';
    i = digits(millis % 1000, 3, bytes, i);
    bytes[i++] = 'Z';
    return i;
  }

  private static int digits(int value, int count, byte[] bytes, int at) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + count;
  }
}
