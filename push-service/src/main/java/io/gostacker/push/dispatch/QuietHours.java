package io.gostacker.push.dispatch;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/// When somebody does not want to be notified, each day.
///
/// @param from the first quiet minute; before or after `to`, which is the first loud one
record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

  /// @param from minute of the day
  /// @param zone a name; what this JDK does not know counts as UTC
  static QuietHours of(int from, int to, String zone) {
    return new QuietHours(
        LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(to * 60L), known(zone));
  }

  private static ZoneId known(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /// When the quiet hours end that a time is in.
  Optional<Instant> endAt(Instant now) {
    ZonedDateTime there = now.atZone(zone);
    LocalTime time = there.toLocalTime();
    boolean overnight = from.isAfter(to);
    boolean quiet =
        overnight
            ? !time.isBefore(from) || time.isBefore(to)
            : !time.isBefore(from) && time.isBefore(to);
    if (!quiet) {
      return Optional.empty();
    }
    boolean tomorrow = overnight && !time.isBefore(from);
    ZonedDateTime end = there.toLocalDate().plusDays(tomorrow ? 1 : 0).atTime(to).atZone(zone);
    // where clocks are put back the hour comes twice
    return Optional.of(end.toInstant().isAfter(now) ? end.toInstant() : now.plusSeconds(60));
  }
}
