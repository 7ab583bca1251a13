package io.gostacker.meta.session;

import io.gostacker.common.token.AccessToken;

/// What a login or refresh gives: an access token's content, still to be signed, and a refresh
/// token, which is kept nowhere else.
public record Granted(AccessToken access, String refreshToken) {

  /// Without the secret.
  @Override
  public String toString() {
    return "Granted[" + access + "]";
  }
}
