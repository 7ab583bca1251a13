package io.gostacker.meta.push;

import io.gostacker.common.json.Rfc3339;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Caller;
import io.gostacker.meta.conversation.PathIds;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/notifications`: whether a conversation of the caller notifies the
/// caller. The `mutedUntil` of members is another thing: who may not speak in a group.
@RestController
@RequestMapping("/api/v1/conversations/{id}/notifications")
final class MuteController {
  private final SendPort send;
  private final Mutes mutes;

  MuteController(SendPort send, Mutes mutes) {
    this.send = send;
    this.mutes = mutes;
  }

  /// @param mutedUntil a time or `forever`; null when it is not muted
  record Muted(@Nullable String mutedUntil) {}

  @GetMapping
  Muted read(@Caller AccessToken caller, @PathVariable String id) {
    long conversationId = ofCaller(caller, id);
    return muted(mutes.until(caller.userId(), conversationId));
  }

  @PutMapping
  Muted mute(
      @Caller AccessToken caller, @PathVariable String id, @RequestBody MuteRequest request) {
    long until = request.until();
    long conversationId = ofCaller(caller, id);
    mutes.mute(caller.userId(), conversationId, until);
    return muted(mutes.until(caller.userId(), conversationId));
  }

  /// @throws io.gostacker.common.error.Refusal `not_found` unless the caller is a member
  private long ofCaller(AccessToken caller, String id) {
    return send.conversation(caller.userId(), PathIds.conversation(id)).conversationId();
  }

  private static Muted muted(long until) {
    if (until == Mutes.NOT) {
      return new Muted(null);
    }
    return new Muted(until == Mutes.FOR_EVER ? MuteRequest.FOREVER : Rfc3339.format(until));
  }
}
