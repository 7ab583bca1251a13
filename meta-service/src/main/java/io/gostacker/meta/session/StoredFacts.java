package io.gostacker.meta.session;

import io.gostacker.common.token.AccessFacts;
import io.gostacker.meta.ban.BanTable;
import io.gostacker.meta.token.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// The facts as MySQL and the folder of keys have them.
public final class StoredFacts implements AccessFacts {
  /// The longest life of an access token, and an hour for clocks that are badly off.
  private static final Duration EVERYTHING = Duration.ofHours(25);

  private final SigningKeys keys;
  private final SessionTable sessions;
  private final BanTable bans;
  private final Clock clock;

  StoredFacts(SigningKeys keys, SessionTable sessions, BanTable bans, Clock clock) {
    this.keys = keys;
    this.sessions = sessions;
    this.bans = bans;
    this.clock = clock;
  }

  @Override
  public Facts tell(long sinceMillis, boolean whole) {
    long now = clock.millis();
    long since = whole ? now - EVERYTHING.toMillis() : sinceMillis;
    List<EndedSession> ended =
        sessions.endedSince(Math.max(0, since), now).stream()
            .map(each -> new EndedSession(each.sessionId(), each.userId(), each.accessExpiresAt()))
            .toList();
    List<AccountBan> changed =
        (whole ? bans.running() : bans.changedSince(since))
            .stream().map(each -> new AccountBan(each.userId(), each.until())).toList();
    return new Facts(keys.published().toString(true), ended, changed, now);
  }
}
