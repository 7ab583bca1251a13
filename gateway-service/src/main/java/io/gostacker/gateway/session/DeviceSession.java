package io.gostacker.gateway.session;

import io.gostacker.common.token.AccessToken;
import io.gostacker.gateway.outbox.Outbox;
import java.util.concurrent.atomic.AtomicLong;

/// One authenticated socket: whose it is and how to reach it. Compared by identity, so that the end
/// of an old socket of a device never touches the device's new one.
public final class DeviceSession {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final AccessToken token;
  private final Outbox outbox;

  public DeviceSession(AccessToken token, Outbox outbox) {
    this.token = token;
    this.outbox = outbox;
  }

  /// Of the socket among all of this process.
  public long number() {
    return number;
  }

  public long userId() {
    return token.userId();
  }

  public String deviceId() {
    return token.deviceId();
  }

  /// What the socket was opened with; it may have expired since.
  public AccessToken token() {
    return token;
  }

  public Outbox outbox() {
    return outbox;
  }
}
