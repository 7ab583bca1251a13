package io.gostacker.bench.workload;

import io.gostacker.bench.subject.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A workload that is no stream of messages.
public interface Scenario {
  /// Idle sockets, away users who come back, and history.
  List<Scenario> ALL =
      List.of(
          new IdleSockets("W4@10000", 10_000),
          new IdleSockets("W4@18000", 18_000),
          new ComingBack("W5", 1_000, 20),
          new HistoryPages("W6", 50, 2_000));

  String name();

  /// @param measured how long something is measured that has no end of its own
  /// @return null when the target has no such thing
  @Nullable Outcome run(Target target, Duration measured) throws InterruptedException;
}
