package io.gostacker.meta.conversation;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations`.
@RestController
@RequestMapping("/api/v1/conversations")
final class ConversationController {
  private static final int MAX_CURSOR = 512;

  private final CreationAnswers creation;
  private final SendCalls calls;
  private final SendPort send;
  private final Ext exts;

  ConversationController(CreationAnswers creation, SendCalls calls, SendPort send, Ext exts) {
    this.creation = creation;
    this.calls = calls;
    this.send = send;
    this.exts = exts;
  }

  @PostMapping
  ResponseEntity<byte[]> create(
      @Caller AccessToken caller,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody CreateRequest request) {
    return creation.forUser(caller.appId(), caller.userId(), request, idempotencyKey);
  }

  @GetMapping
  ResponseEntity<byte[]> mine(
      @Caller AccessToken caller,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (cursor != null && cursor.length() > MAX_CURSOR) {
      throw Paging.foreign();
    }
    return ok(
        ConversationJson.of(send.conversations(caller.userId(), Paging.limit(limit), cursor)));
  }

  @GetMapping("/{id}")
  ResponseEntity<byte[]> read(@Caller AccessToken caller, @PathVariable String id) {
    return ok(ConversationJson.of(send.conversation(caller.userId(), PathIds.conversation(id))));
  }

  @PatchMapping("/{id}")
  ResponseEntity<byte[]> change(
      @Caller AccessToken caller, @PathVariable String id, @RequestBody ChangeRequest request) {
    Command command = request.command(PathIds.conversation(id), caller.userId(), exts);
    return ok(ConversationJson.of(calls.conversation(command).view()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void disband(@Caller AccessToken caller, @PathVariable String id) {
    calls.done(new Command.Disband(PathIds.conversation(id), caller.userId()));
  }

  private static ResponseEntity<byte[]> ok(byte[] body) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
