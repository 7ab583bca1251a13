package io.gostacker.meta.audit;

import io.gostacker.common.web.AppServer;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `audit`: rows are added, never changed or deleted. Blocks.
public final class Audit {
  private static final int MAX_DETAIL = 200;

  private final JdbcClient jdbc;
  private final Clock clock;

  Audit(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Notes what has been done, before it is answered.
  ///
  /// @param act for instance `user.ban`, at most 32 characters
  /// @param subject whom or what it was done to, at most 64 characters
  /// @param detail anything else; what is longer than 200 characters is cut
  public void note(AppServer actor, String act, String subject, String detail) {
    jdbc.sql(
            "INSERT INTO audit (at, app_id, actor, act, subject, detail) VALUES (?, ?, ?, ?, ?, ?)")
        .params(
            clock.millis(),
            actor.appId(),
            actor.keyId(),
            act,
            subject,
            detail.substring(0, Math.min(MAX_DETAIL, detail.length())))
        .update();
  }
}
