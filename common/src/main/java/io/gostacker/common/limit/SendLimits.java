package io.gostacker.common.limit;

import org.jspecify.annotations.Nullable;

/// How many messages an account, and each of its devices, may send through this process. In memory
/// only: no message waits for Redis because of it. Thread-safe, never waits.
public final class SendLimits {
  private record Device(long userId, String deviceId) {}

  private final @Nullable LocalLimit<Long> accounts;
  private final @Nullable LocalLimit<Device> devices;

  public SendLimits(RateLimitSettings settings) {
    this.accounts =
        settings.enabled()
            ? new LocalLimit<>(Rate.perSecond(settings.sendBurst(), settings.sendPerSecond()))
            : null;
    this.devices =
        settings.enabled() && settings.devicesAreTighter()
            ? new LocalLimit<>(Rate.perSecond(settings.deviceBurst(), settings.devicePerSecond()))
            : null;
  }

  /// Takes one.
  ///
  /// @return nanoseconds after which another try makes sense; 0 when the message may be sent
  public long take(long userId, String deviceId) {
    long wait = devices == null ? 0 : devices.take(new Device(userId, deviceId));
    return wait > 0 || accounts == null ? wait : accounts.take(userId);
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
