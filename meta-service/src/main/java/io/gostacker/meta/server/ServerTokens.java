package io.gostacker.meta.server;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.session.GivenSessions;
import io.gostacker.meta.session.GivenSessions.Device;
import io.gostacker.meta.session.GivenSessions.Outcome;
import io.gostacker.meta.token.AccessTokens;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives out access tokens for devices of users. Blocks, about 1 ms a token.
final class ServerTokens {
  private final GivenSessions sessions;
  private final AccessTokens accessTokens;
  private final Clock clock;

  ServerTokens(GivenSessions sessions, AccessTokens accessTokens, Clock clock) {
    this.sessions = sessions;
    this.accessTokens = accessTokens;
    this.clock = clock;
  }

  record Token(String userId, String deviceId, String accessToken) {
    /// Without the secret.
    @Override
    public String toString() {
      return "Token[" + userId + ", " + deviceId + "]";
    }
  }

  /// @throws Refusal `validation_failed`, naming users that there are not, or `blocked`, naming ten
  ///   that are banned
  List<Token> give(int appId, TokensRequest request) {
    List<Device> devices = request.validated(sessions.maxPerUser());
    return switch (sessions.open(appId, devices, expiry(request.expiresInSeconds()))) {
      case Outcome.Opened(List<AccessToken> tokens) -> tokens.stream().map(this::signed).toList();
      case Outcome.UnknownUsers(Set<Long> userIds) -> {
        refuse(devices, userIds);
        throw new IllegalStateException("unknown users are among the devices'");
      }
      case Outcome.BannedUsers(Set<Long> userIds) ->
          throw Refusal.of(
              ErrorCode.BLOCKED,
              "Banned: " + userIds.stream().sorted().limit(10).map(String::valueOf).toList());
    };
  }

  private @Nullable Instant expiry(@Nullable Long seconds) {
    return seconds == null
        ? null
        : clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
  }

  private Token signed(AccessToken token) {
    return new Token(Long.toString(token.userId()), token.deviceId(), accessTokens.sign(token));
  }

  private static void refuse(List<Device> devices, Set<Long> unknown) {
    FieldErrors errors = new FieldErrors();
    for (int i = 0; i < devices.size(); i++) {
      long userId = devices.get(i).userId();
      errors.require(
          !unknown.contains(userId), "tokens[" + i + "].userId", "there is no user " + userId);
    }
    errors.refuse();
  }
}
