package io.gostacker.common.limit;

import io.github.bucket4j.Bucket;
import io.gostacker.common.reload.Reloadable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// How fast this process takes sockets in. When another gateway dies, all of its clients come at
/// once; each costs a token's signature, a route and a sync, and who is here already would wait
/// behind them. Thread-safe, never waits.
public final class ConnectPace {
  /// The longest that a client waits for its turn: shorter than clients wait for a handshake.
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Supplier<Optional<Bucket>> bucket;

  public ConnectPace(Reloadable<RateLimitSettings> settings) {
    this.bucket = settings.derive(ConnectPace::bucketOf);
  }

  private static Optional<Bucket> bucketOf(RateLimitSettings settings) {
    int rate = settings.connectsPerSecond();
    return settings.enabled() ? Optional.of(Rate.perSecond(rate, rate).local()) : Optional.empty();
  }

  /// Takes a turn.
  ///
  /// @return in how many nanoseconds it comes; negative when so many wait that none was given
  public long take() {
    return bucket.get().map(ConnectPace::take).orElse(0L);
  }

  private static long take(Bucket bucket) {
    long wait = bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    return wait > PATIENCE.toNanos() ? -1 : bucket.consumeIgnoringRateLimits(1);
  }
}
