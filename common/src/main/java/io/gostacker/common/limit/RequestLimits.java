package io.gostacker.common.limit;

import io.gostacker.common.reload.Reloadable;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// How many requests an account or an address may make, counted in Redis for all processes
/// together. While Redis does not answer each process counts for itself: a limit never fails open.
/// Thread-safe, never waits.
public final class RequestLimits implements AutoCloseable {
  /// What an address does.
  public enum Attempt {
    REGISTER,
    LOGIN,
    REFRESH
  }

  private final Supplier<Counted> accounts;
  private final Supplier<Counted> addresses;
  private final @Nullable SharedBuckets shared;

  private RequestLimits(Reloadable<RateLimitSettings> settings, @Nullable SharedBuckets shared) {
    this.shared = shared;
    this.accounts =
        settings.derive(now ->
            new Counted(
                now.enabled(), Rate.perSecond(now.requestBurst(), now.requestsPerSecond())));
    this.addresses =
        settings.derive(now -> new Counted(now.enabled(), Rate.perMinute(now.authPerMinute())));
  }

  /// @param shared null to count in this process only
  static RequestLimits of(Reloadable<RateLimitSettings> settings, @Nullable SharedBuckets shared) {
    return new RequestLimits(settings, shared);
  }

  /// Completes if the account may make one more request, else fails with a
  /// [io.gostacker.common.error.Refusal] `rate_limited`.
  public Mono<Void> request(long userId) {
    return accounts.get().take("rest:" + userId);
  }

  /// As [#request], for an address that wants in.
  public Mono<Void> attempt(Attempt attempt, String address) {
    return addresses.get().take(attempt.name().toLowerCase(Locale.ROOT) + ":" + address);
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
    }
  }

  private final class Counted {
    private final boolean enabled;
    private final Rate rate;
    private final LocalLimit<String> local;

    Counted(boolean enabled, Rate rate) {
      this.enabled = enabled;
      this.rate = rate;
      this.local = new LocalLimit<>(rate);
    }

    /// What comes after it reads a request's body: not on a thread of Redis connections, which
    /// carry the message path too.
    Mono<Void> take(String key) {
      return enabled
          ? Mono.fromFuture(() -> wait(key))
              .publishOn(Schedulers.parallel())
              .flatMap(Counted::passed)
          : Mono.empty();
    }

    private static Mono<Void> passed(long nanosToWait) {
      return nanosToWait == 0 ? Mono.empty() : Mono.error(LocalLimit.refusal(nanosToWait));
    }

    private CompletableFuture<Long> wait(String key) {
      return shared == null
          ? CompletableFuture.completedFuture(local.take(key))
          : shared.take(key, rate).exceptionally(failure -> local.take(key));
    }
  }
}
