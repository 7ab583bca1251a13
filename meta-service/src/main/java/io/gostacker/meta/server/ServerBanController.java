package io.gostacker.meta.server;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.audit.Audit;
import io.gostacker.meta.ban.BanTable;
import io.gostacker.meta.ban.BannedAccounts;
import io.gostacker.meta.name.DisplayName;
import io.gostacker.meta.session.GivenSessions;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/server/users/{userId}/ban`: whom the app does not let in. The ban stands before
/// sessions are ended, and a login looks at it under the lock that ending them takes, so none slips
/// through.
@RestController
@RequestMapping("/api/v1/server/users/{userId}/ban")
final class ServerBanController {
  private static final int MAX_REASON = 200;
  private static final long MALFORMED = -1;

  private final Accounts accounts;
  private final BannedAccounts bans;
  private final GivenSessions sessions;
  private final Audit audit;

  ServerBanController(Accounts accounts, BannedAccounts bans, GivenSessions sessions, Audit audit) {
    this.accounts = accounts;
    this.bans = bans;
    this.sessions = sessions;
    this.audit = audit;
  }

  /// @param until null for a ban without end
  record Request(@Nullable String until, @Nullable String reason) {}

  @PutMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void ban(
      @ServerCaller AppServer app,
      @PathVariable String userId,
      @RequestBody(required = false) @Nullable Request request) {
    Request asked = request == null ? new Request(null, null) : request;
    long until = asked.until() == null ? BanTable.FOR_EVER : time(asked.until());
    FieldErrors errors = new FieldErrors();
    errors.require(until != MALFORMED, "until", "must be a time like 2026-11-23T14:16:05.123Z");
    if (asked.reason() != null) {
      errors.note("reason", DisplayName.flaw(asked.reason(), MAX_REASON));
    }
    errors.refuse();
    long user = existing(app, userId);
    String reason = asked.reason() == null ? "" : asked.reason();
    bans.ban(user, until, reason);
    if (bans.isBanned(user)) {
      sessions.endOf(user, null, reason.isEmpty() ? "banned by the app" : reason);
    }
    audit.note(app, "user.ban", Long.toString(user), reason);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@ServerCaller AppServer app, @PathVariable String userId) {
    long user = existing(app, userId);
    bans.lift(user);
    audit.note(app, "user.unban", Long.toString(user), "");
  }

  private long existing(AppServer app, String userId) {
    long user = Ids.parse(userId);
    if (accounts.find(app.appId(), user).isEmpty()) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such user");
    }
    return user;
  }

  private static long time(String text) {
    try {
      return Math.max(0, Rfc3339.parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      return MALFORMED;
    }
  }
}
