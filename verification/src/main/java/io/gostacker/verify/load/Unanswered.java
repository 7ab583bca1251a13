package io.gostacker.verify.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a device sent and has not been told the end of, and when each is to be sent again.
final class Unanswered {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private final Map<Integer, Sending> sendings = new LinkedHashMap<>();

  /// A message on its way.
  ///
  /// @param since when it was first sent, by [System#nanoTime]
  /// @param due when it is to be sent again
  /// @param isFirst whether it was sent once only
  record Sending(int talk, long since, long due, boolean isFirst) {}

  int size() {
    return sendings.size();
  }

  /// Whether one has waited for so long.
  boolean waitsFor(long nanos, long now) {
    return sendings.values().stream().anyMatch(each -> now - each.since() > nanos);
  }

  void sent(int talk, int message) {
    long now = System.nanoTime();
    sendings.put(message, new Sending(talk, now, now + PATIENCE_NANOS, true));
  }

  /// Its end is known, good or bad.
  ///
  /// @return null if it was known before
  @Nullable Sending end(int message) {
    return sendings.remove(message);
  }

  boolean contains(int message) {
    return sendings.containsKey(message);
  }

  /// Its outcome is open: it is to be sent again soon.
  void againSoon(int message) {
    long due = System.nanoTime() + REFUSED_NANOS;
    sendings.computeIfPresent(
        message, (number, sending) -> new Sending(sending.talk(), sending.since(), due, false));
  }

  /// Those that are to be sent again now; they count as sent.
  ///
  /// @param all whether their time has come or not
  List<Map.Entry<Integer, Sending>> takeDue(long now, boolean all) {
    List<Map.Entry<Integer, Sending>> due = new ArrayList<>(0);
    for (Map.Entry<Integer, Sending> each : sendings.entrySet()) {
      Sending sending = each.getValue();
      if (all || now - sending.due() > 0) {
        each.setValue(new Sending(sending.talk(), sending.since(), now + PATIENCE_NANOS, false));
        due.add(Map.entry(each.getKey(), each.getValue()));
      }
    }
    return due;
  }
}
