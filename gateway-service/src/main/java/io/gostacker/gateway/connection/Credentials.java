package io.gostacker.gateway.connection;

import io.gostacker.common.token.AccessToken;

/// A verified access token.
///
/// @param token the token itself, to be verified again when its session is registered
/// @param access what it says
public record Credentials(String token, AccessToken access) {

  @Override
  public String toString() {
    return "Credentials of user " + access.userId(); // never the token
  }
}
