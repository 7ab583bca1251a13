package io.gostacker.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The tokens of one login, renewed before they expire.
///
/// A refresh token works once and its reuse revokes the device, so at most one refresh is under way
/// and everybody else waits for its result.
final class Credentials {
  /// Renewal begins this long before expiry, or at half the life of a shorter-lived token.
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private static final Problem EXPIRED =
      new Problem(
          401,
          "unauthenticated",
          "The token was not taken, and is not renewed here: ask the app's back end for another",
          List.of(),
          null);

  private final HttpApi api;
  private final InstantSource clock;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Held held;

  private record Held(Tokens tokens, Instant renewAt) {}

  Credentials(HttpApi api, Tokens tokens, InstantSource clock) {
    this.api = api;
    this.clock = clock;
    this.held = hold(tokens);
  }

  String userId() {
    return held.tokens().userId();
  }

  String deviceId() {
    return held.tokens().deviceId();
  }

  /// An access token that is not about to expire.
  Answer<String> accessToken() {
    Held now = held;
    return clock.instant().isBefore(now.renewAt())
        ? new Answer.Ok<>(now.tokens().accessToken())
        : renew(now.tokens().accessToken());
  }

  /// Another access token than `rejected`, which the server did not take.
  Answer<String> renew(String rejected) {
    refreshing.lock();
    try {
      Tokens tokens = held.tokens();
      if (!tokens.accessToken().equals(rejected)) {
        return new Answer.Ok<>(tokens.accessToken());
      }
      if (tokens.refreshToken().equals(Tokens.NO_REFRESH)) {
        return new Answer.Refused<>(EXPIRED);
      }
      return api.call("POST", "/api/v1/auth/refresh")
          .json(Map.of("refreshToken", tokens.refreshToken()))
          .send()
          .then(json -> HttpApi.read(json, Tokens.class))
          .map(fresh -> {
            held = hold(fresh);
            return fresh.accessToken();
          });
    } finally {
      refreshing.unlock();
    }
  }

  private Held hold(Tokens tokens) {
    if (tokens.refreshToken().equals(Tokens.NO_REFRESH)) {
      return new Held(tokens, Instant.MAX);
    }
    Duration life = Duration.ofSeconds(tokens.expiresIn());
    Duration margin = life.dividedBy(2).compareTo(MARGIN) < 0 ? life.dividedBy(2) : MARGIN;
    return new Held(tokens, clock.instant().plus(life).minus(margin));
  }
}
