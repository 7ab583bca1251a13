package io.gostacker.bench.workload;

import static io.gostacker.bench.workload.Shape.closed;
import static io.gostacker.bench.workload.Shape.open;

import java.util.List;

/// The workloads by name.
public final class Shapes {
  /// One-to-one in a closed loop and at two rates, ten groups of 100 online, one of 1,000, and one
  /// of 10,000 of whom 500 are online.
  public static final List<Shape> ALL =
      List.of(
          closed("W1", 500, 2, 4),
          open("W1@1000", 500, 2, 1_000),
          open("W1@5000", 500, 2, 5_000),
          closed("W2", 10, 100, 4),
          closed("W3", 1, 1_000, 4),
          closed("W7", 1, 500, 4).withAway(9_500));

  private Shapes() {}
}
