package io.gostacker.meta.server;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.audit.Audit;
import io.gostacker.meta.name.DisplayName;
import io.gostacker.meta.session.GivenSessions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/server/users` and `/api/v1/server/tokens`.
@RestController
@RequestMapping("/api/v1/server")
final class ServerUserController {
  private static final int MAX_REASON = 200;

  private final ServerUsers users;
  private final ServerTokens tokens;
  private final GivenSessions sessions;
  private final Accounts accounts;
  private final Audit audit;

  ServerUserController(
      ServerUsers users,
      ServerTokens tokens,
      GivenSessions sessions,
      Accounts accounts,
      Audit audit) {
    this.users = users;
    this.tokens = tokens;
    this.sessions = sessions;
    this.accounts = accounts;
    this.audit = audit;
  }

  record Put(String externalId, String userId) {}

  record PutUsers(List<Put> users) {}

  @PostMapping("/users")
  PutUsers put(@ServerCaller AppServer app, @RequestBody UsersRequest request) {
    List<ServerUsers.Wanted> wanted = request.validated();
    Map<String, Long> ids = users.put(app.appId(), wanted);
    audit.note(app, "users.put", wanted.size() + " users", "");
    return new PutUsers(
        wanted.stream()
            .map(user -> new Put(user.externalId(), String.valueOf(ids.get(user.externalId()))))
            .toList());
  }

  record GivenTokens(List<ServerTokens.Token> tokens) {}

  @PostMapping("/tokens")
  GivenTokens give(@ServerCaller AppServer app, @RequestBody TokensRequest request) {
    List<ServerTokens.Token> given = tokens.give(app.appId(), request);
    audit.note(app, "tokens.give", given.size() + " devices", "");
    return new GivenTokens(given);
  }

  /// @param deviceId null for all devices
  record Disconnect(@Nullable String deviceId, @Nullable String reason) {
    void validate() {
      FieldErrors errors = new FieldErrors();
      errors.require(
          deviceId == null || Ids.isClientId(deviceId),
          "deviceId",
          "must be 1 to 64 letters, digits, '_' or '-'");
      if (reason != null) {
        errors.note("reason", DisplayName.flaw(reason, MAX_REASON));
      }
      errors.refuse();
    }
  }

  @PostMapping("/users/{userId}/disconnect")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void disconnect(
      @ServerCaller AppServer app,
      @PathVariable String userId,
      @RequestBody(required = false) @Nullable Disconnect request) {
    Disconnect asked = request == null ? new Disconnect(null, null) : request;
    asked.validate();
    long user = Ids.parse(userId);
    if (accounts.find(app.appId(), user).isEmpty()) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such user");
    }
    String reason = asked.reason();
    sessions.endOf(user, asked.deviceId(), reason == null ? "disconnected by the app" : reason);
    audit.note(app, "user.disconnect", Long.toString(user), reason == null ? "" : reason);
  }
}
