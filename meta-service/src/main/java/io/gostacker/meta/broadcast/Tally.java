package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How many recipients got it, and how many did not, by why.
record Tally(long sent, SortedMap<ErrorCode, Long> failures) {

  Tally {
    failures = Collections.unmodifiableSortedMap(failures);
  }

  static Tally of(long sent, Map<ErrorCode, Long> failures) {
    return new Tally(sent, new TreeMap<>(failures));
  }

  long failed() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  Tally plus(Tally more) {
    Map<ErrorCode, Long> sum = new EnumMap<>(ErrorCode.class);
    sum.putAll(failures);
    more.failures.forEach((code, count) -> sum.merge(code, count, Long::sum));
    return of(sent + more.sent, sum);
  }

  /// As `not_found=3,blocked=1`.
  String failuresText() {
    return failures.entrySet().stream()
        .map(each -> each.getKey().wireName() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }

  /// @param failures what [#failuresText] gave
  static Tally parse(long sent, String failures) {
    Map<ErrorCode, Long> parsed = new EnumMap<>(ErrorCode.class);
    if (!failures.isEmpty()) {
      for (String each : failures.split(",")) {
        int equals = each.indexOf('=');
        parsed.put(
            ErrorCode.valueOf(each.substring(0, equals).toUpperCase(Locale.ROOT)),
            Long.parseLong(each.substring(equals + 1)));
      }
    }
    return of(sent, parsed);
  }
}
