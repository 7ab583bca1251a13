package io.gostacker.client;

import io.gostacker.client.Dialer.Dialed;
import io.gostacker.client.OnlinePhase.Shared;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The life of a connection: dial, serve, wait, again, until it is over. One thread runs it and
/// owns all its state.
final class ConnectionLoop implements Runnable {
  private static final int UNAUTHENTICATED = 4401;

  private final Dialer dialer;
  private final Shared shared;
  private final Backoff backoff;
  private final Runnable over;
  private boolean renewed;

  /// @param over called at the very end, after the last event
  ConnectionLoop(Dialer dialer, Shared shared, Backoff backoff, Runnable over) {
    this.dialer = dialer;
    this.shared = shared;
    this.backoff = backoff;
    this.over = over;
  }

  @Override
  public void run() {
    try {
      while (next(attempt())) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.run();
    }
  }

  /// Whether to try again after `ending`; waits first.
  private boolean next(Ending ending) throws InterruptedException {
    return switch (ending) {
      case Ending.Closed() -> false;
      case Ending.Over(int code, String reason) -> {
        Ending instead = code == UNAUTHENTICATED ? renewOnce() : null;
        if (instead != null) {
          yield next(instead);
        }
        shared.events().accept(new Event.Ended(code, reason));
        yield false;
      }
      case Ending.Lost(String reason, long afterMs) -> {
        Duration wait = afterMs < 0 ? backoff.next() : Duration.ofMillis(afterMs);
        shared.outbox().connectionLost();
        shared.events().accept(new Event.Offline(reason, wait));
        yield pause(wait);
      }
    };
  }

  /// A socket closed as unauthenticated may only have borne an old token: one renewal shows.
  private @Nullable Ending renewOnce() {
    if (renewed) {
      return null;
    }
    renewed = true;
    Ending refused = dialer.renew();
    if (refused == null) {
      return new Ending.Lost("the access token was not taken", 0);
    }
    return refused instanceof Ending.Lost ? refused : null;
  }

  private Ending attempt() throws InterruptedException {
    Duration timeout = shared.settings().answerTimeout();
    return switch (dialer.dial(shared.settings().handshake(), timeout, shared.inputs())) {
      case Dialed.Down(Ending ending) -> ending;
      case Dialed.Up(LiveSocket socket, String greeting) -> {
        OnlinePhase phase = new OnlinePhase(socket, shared);
        Ending ending = phase.run(greeting);
        if (phase.caughtUp()) {
          backoff.reset();
          renewed = false;
        }
        yield ending;
      }
    };
  }

  /// Takes messages for later meanwhile. False when the application closed.
  private boolean pause(Duration wait) throws InterruptedException {
    long until = shared.ticker().millis() + wait.toMillis();
    for (long left = wait.toMillis(); left > 0; left = until - shared.ticker().millis()) {
      switch (shared.inputs().poll(left, TimeUnit.MILLISECONDS)) {
        case Input.CloseIn() -> {
          return false;
        }
        case Input.SendIn(Outbox.Entry entry) -> shared.outbox().add(entry);
        case Input.FrameIn stale -> {}
        case Input.ClosedIn stale -> {}
        case Input.Wake() -> {}
        case null -> {}
      }
    }
    return true;
  }
}
