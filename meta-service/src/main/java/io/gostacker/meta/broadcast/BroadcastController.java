package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.token.Bans;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.common.web.Paging;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.audit.Audit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/server/broadcasts`.
@RestController
@RequestMapping("/api/v1/server/broadcasts")
final class BroadcastController {
  private static final String SCOPE = "broadcasts";

  /// So that a client message id is made of it.
  private static final int MAX_ID = 48;

  private final Broadcasts broadcasts;
  private final Accounts accounts;
  private final Bans bans;
  private final Audit audit;
  private final JsonMapper mapper;

  BroadcastController(
      Broadcasts broadcasts, Accounts accounts, Bans bans, Audit audit, JsonMapper mapper) {
    this.broadcasts = broadcasts;
    this.accounts = accounts;
    this.bans = bans;
    this.audit = audit;
    this.mapper = mapper;
  }

  record Page(List<BroadcastJson> items, @Nullable String nextCursor) {}

  record RateChange(@Nullable Integer rate) {}

  /// 201, or 200 with the one that the same request began earlier, however far it is.
  @PutMapping("/{broadcastId}")
  ResponseEntity<BroadcastJson> put(
      @ServerCaller AppServer app,
      @PathVariable String broadcastId,
      @RequestBody BroadcastRequest request) {
    if (!Ids.isClientId(broadcastId) || broadcastId.length() > MAX_ID) {
      throw Refusal.invalid("broadcastId", "must be 1 to 48 letters, digits, '_' or '-'");
    }
    BroadcastRequest.Valid valid = request.validated(mapper);
    Optional<Broadcast> before = broadcasts.same(app.appId(), broadcastId, valid);
    if (before.isPresent()) {
      return ResponseEntity.ok(BroadcastJson.of(before.get()));
    }
    checkSender(app, valid.senderId());
    boolean begun = broadcasts.begin(app.appId(), broadcastId, valid);
    Broadcast now =
        broadcasts
            .same(app.appId(), broadcastId, valid)
            .orElseThrow(() -> Refusal.of(ErrorCode.UNAVAILABLE, "It is gone, try again"));
    if (begun) {
      audit.note(app, "broadcast.put", broadcastId, now.total() + " recipients");
    }
    return ResponseEntity.status(begun ? HttpStatus.CREATED : HttpStatus.OK)
        .body(BroadcastJson.of(now));
  }

  private void checkSender(AppServer app, long senderId) {
    if (accounts.find(app.appId(), senderId).isEmpty()) {
      throw Refusal.invalid("senderId", "there is no user " + senderId);
    }
    if (bans.isBanned(senderId)) {
      throw Refusal.of(ErrorCode.BLOCKED, "This user is banned");
    }
  }

  @GetMapping
  Page all(
      @ServerCaller AppServer app,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    int size = Paging.limit(limit);
    List<Broadcast> found = broadcasts.page(app.appId(), before(cursor), size + 1);
    boolean more = found.size() > size;
    List<Broadcast> items = more ? found.subList(0, size) : found;
    return new Page(
        items.stream().map(BroadcastJson::of).toList(),
        more ? Paging.cursor(SCOPE, Long.toString(items.getLast().rowId())) : null);
  }

  private static long before(@Nullable String cursor) {
    String position = Paging.position(SCOPE, cursor);
    if (position == null) {
      return Long.MAX_VALUE;
    }
    long before = Ids.parse(position);
    if (before == Ids.NONE) {
      throw Paging.foreign();
    }
    return before;
  }

  @GetMapping("/{broadcastId}")
  BroadcastJson one(@ServerCaller AppServer app, @PathVariable String broadcastId) {
    return BroadcastJson.of(broadcasts.existing(app.appId(), broadcastId));
  }

  @PatchMapping("/{broadcastId}")
  BroadcastJson change(
      @ServerCaller AppServer app,
      @PathVariable String broadcastId,
      @RequestBody RateChange request) {
    Integer rate = request.rate();
    FieldErrors errors = new FieldErrors();
    errors.require(rate != null, "rate", "is needed");
    BroadcastRequest.checkRate(errors, rate);
    errors.refuse();
    if (rate != null) {
      broadcasts.changeRate(broadcasts.existing(app.appId(), broadcastId), rate);
      audit.note(app, "broadcast.rate", broadcastId, rate + " a second");
    }
    return one(app, broadcastId);
  }

  /// Of one that is over nothing is left to cancel; it stays as it is.
  @DeleteMapping("/{broadcastId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(@ServerCaller AppServer app, @PathVariable String broadcastId) {
    if (broadcasts.cancel(broadcasts.existing(app.appId(), broadcastId))) {
      audit.note(app, "broadcast.cancel", broadcastId, "");
    }
  }
}
