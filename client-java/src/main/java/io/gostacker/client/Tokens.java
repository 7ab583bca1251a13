package io.gostacker.client;

import static java.util.Objects.requireNonNull;

/// The answer to a login or refresh; never printed.
record Tokens(
    String accessToken, String refreshToken, long expiresIn, String userId, String deviceId) {
  /// In place of a refresh token, of an access token that is not renewed.
  static final String NO_REFRESH = "";

  Tokens {
    requireNonNull(accessToken, "accessToken");
    requireNonNull(refreshToken, "refreshToken");
    requireNonNull(userId, "userId");
    requireNonNull(deviceId, "deviceId");
  }

  @Override
  public String toString() {
    return "Tokens[user " + userId + ", device " + deviceId + "]";
  }
}
