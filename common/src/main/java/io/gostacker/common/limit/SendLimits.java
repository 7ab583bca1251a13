package io.gostacker.common.limit;

import io.gostacker.common.reload.Reloadable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How many messages an account, and each of its devices, may send through this process. In memory
/// only: no message waits for Redis because of it. Thread-safe, never waits.
public final class SendLimits {
  private record Device(long userId, String deviceId) {}

  private record Limits(@Nullable LocalLimit<Long> accounts, @Nullable LocalLimit<Device> devices) {

    static Limits of(RateLimitSettings settings) {
      return new Limits(
          settings.enabled()
              ? new LocalLimit<>(Rate.perSecond(settings.sendBurst(), settings.sendPerSecond()))
              : null,
          settings.enabled() && settings.devicesAreTighter()
              ? new LocalLimit<>(Rate.perSecond(settings.deviceBurst(), settings.devicePerSecond()))
              : null);
    }
  }

  private final Supplier<Limits> limits;

  /// What was taken is forgotten when the settings change.
  public SendLimits(Reloadable<RateLimitSettings> settings) {
    this.limits = settings.derive(Limits::of);
  }

  /// Takes one.
  ///
  /// @return nanoseconds after which another try makes sense; 0 when the message may be sent
  public long take(long userId, String deviceId) {
    Limits now = limits.get();
    long wait = now.devices == null ? 0 : now.devices.take(new Device(userId, deviceId));
    return wait > 0 || now.accounts == null ? wait : now.accounts.take(userId);
  }

  /// As [#take].
  ///
  /// @throws io.gostacker.common.error.Refusal `rate_limited`
  public void check(long userId, String deviceId) {
    long wait = take(userId, deviceId);
    if (wait > 0) {
      throw LocalLimit.refusal(wait);
    }
  }
}
