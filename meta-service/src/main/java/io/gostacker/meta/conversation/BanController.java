package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import io.gostacker.meta.account.Accounts;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/bans`: who is kept out of a group or channel.
@RestController
@RequestMapping("/api/v1/conversations/{id}/bans")
final class BanController {
  private final SendPort send;
  private final SendCalls calls;
  private final Accounts accounts;
  private final Clock clock;

  BanController(SendPort send, SendCalls calls, Accounts accounts, Clock clock) {
    this.send = send;
    this.calls = calls;
    this.accounts = accounts;
    this.clock = clock;
  }

  /// @param until null for a ban without end
  record Item(String userId, @Nullable String until, String by, String at) {}

  record Page(List<Item> items, @Nullable String nextCursor) {}

  @GetMapping
  Page list(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    long conversationId = PathIds.conversation(id);
    String scope = "bans:" + conversationId;
    SendPort.BanPage page =
        send.bans(
            caller.userId(), conversationId, Paging.limit(limit), Positions.after(scope, cursor));
    List<Item> items = page.items().stream().map(BanController::item).toList();
    return new Page(items, page.hasMore() ? Paging.cursor(scope, items.getLast().userId()) : null);
  }

  private static Item item(BanView ban) {
    return new Item(
        Long.toString(ban.userId()),
        ban.until() == Exclusion.FOR_EVER ? null : Rfc3339.format(ban.until()),
        Long.toString(ban.by()),
        Rfc3339.format(ban.at()));
  }

  record Request(@Nullable String until) {}

  @PutMapping("/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void ban(
      @Caller AccessToken caller,
      @PathVariable String id,
      @PathVariable String userId,
      @RequestBody(required = false) @Nullable Request request) {
    long conversationId = PathIds.conversation(id);
    long user = PathIds.user(userId);
    String asked = request == null ? null : request.until();
    long until = asked == null ? Exclusion.FOR_EVER : future(asked);
    // Whether the caller may is told before whether the user exists: lifting what is not there does
    // nothing.
    boolean exists = accounts.find(caller.appId(), user).isPresent();
    calls.done(new Command.Ban(conversationId, caller.userId(), user, exists ? until : 0));
    if (!exists) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such user");
    }
  }

  private long future(String text) {
    try {
      long until = Rfc3339.parse(text);
      if (until > clock.millis()) {
        return until;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // as below
    }
    throw Refusal.invalid("until", "must be a time to come like 2999-11-23T14:16:05.123Z");
  }

  @DeleteMapping("/{userId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(@Caller AccessToken caller, @PathVariable String id, @PathVariable String userId) {
    calls.done(new Command.Ban(PathIds.conversation(id), caller.userId(), PathIds.user(userId), 0));
  }
}
