package io.gostacker.client;

/// The answer to a login or refresh; never printed.
record Tokens(
    String accessToken, String refreshToken, long expiresIn, String userId, String deviceId) {

  @Override
  public String toString() {
    return "Tokens[user " + userId + ", device " + deviceId + "]";
  }
}
