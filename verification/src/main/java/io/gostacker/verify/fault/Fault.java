package io.gostacker.verify.fault;

import java.time.Duration;
import java.util.function.Supplier;

/// Something bad that happens to what is verified, and ends.
///
/// @param name for `--fault`
/// @param what it does, a clause
/// @param hold how long it lasts, at least; a seed makes it up to twice as long
/// @param prepare what it needs, done before it begins
/// @param inject begins it
/// @param heal ends it; returns when what was started again is ready
/// @param told after it was healed: what was seen besides, a clause; empty for nothing
public record Fault(
    String name,
    String what,
    Duration hold,
    Act prepare,
    Act inject,
    Act heal,
    Supplier<String> told) {

  public Fault(String name, String what, Duration hold, Act inject, Act heal) {
    this(name, what, hold, () -> {}, inject, heal, () -> "");
  }

  /// The same with another duration.
  public Fault lasting(Duration other) {
    return new Fault(name, what, other, prepare, inject, heal, told);
  }

  /// Half of a fault.
  @FunctionalInterface
  public interface Act {
    /// Blocks until it is done.
    void run() throws Exception;
  }

  /// One that is over as soon as it was done.
  public static Fault at(String name, String what, Act act) {
    return new Fault(name, what, Duration.ofMillis(500), act, () -> {});
  }
}
