package io.gostacker.grpc.process;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// The first thing that stops: the process leaves the registry and asks its callers to go
/// elsewhere, gives them a moment, and ends their calls before anything that serves those ends: so
/// a caller takes what is unanswered elsewhere.
final class Departure implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Departure.class);

  /// Longer than callers take to hear of it, and than what is under way takes.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// Stops before everything else.
  static final int PHASE = Integer.MAX_VALUE;

  private final Runnable leaveRegistry;
  private final Runnable sayGoodbye;
  private final Runnable endCalls;
  private volatile boolean running;

  Departure(Runnable leaveRegistry, Runnable sayGoodbye, Runnable endCalls) {
    this.leaveRegistry = leaveRegistry;
    this.sayGoodbye = sayGoodbye;
    this.endCalls = endCalls;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      leaveRegistry.run();
    } catch (RuntimeException e) {
      log.warn("The registry could not be told that this process leaves; it will find out", e);
    }
    sayGoodbye.run();
    try {
      Thread.sleep(MOMENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endCalls.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
