package io.gostacker.meta.session;

import io.gostacker.meta.event.AccountEvents;

/// A row of `device_session`.
///
/// @param createdAt epoch milliseconds, like all times here
/// @param accessExpiresAt when its latest access token expires
/// @param endedAt 0 while it lives
record DeviceSession(
    String sessionId,
    int appId,
    long userId,
    String deviceId,
    long createdAt,
    long accessExpiresAt,
    long endedAt) {

  /// As the event feed tells of it.
  AccountEvents.Login login() {
    return new AccountEvents.Login(userId, deviceId, sessionId);
  }
}
