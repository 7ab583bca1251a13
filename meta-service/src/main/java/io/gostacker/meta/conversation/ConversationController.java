package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
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

  private final Creation creation;
  private final SendCalls calls;
  private final SendPort send;
  private final Ext exts;
  private final ConversationLimits settings;

  ConversationController(
      Creation creation, SendCalls calls, SendPort send, Ext exts, ConversationLimits settings) {
    this.creation = creation;
    this.calls = calls;
    this.send = send;
    this.exts = exts;
    this.settings = settings;
  }

  @PostMapping
  ResponseEntity<byte[]> create(
      @Caller AccessToken caller,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody CreateRequest request) {
    if (idempotencyKey != null && !Ids.isClientId(idempotencyKey)) {
      throw Refusal.invalid("Idempotency-Key", "must be 1 to 64 letters, digits, '_' or '-'");
    }
    Reply.Conversation created =
        creation.create(caller, request.validated(caller.userId(), exts, settings), idempotencyKey);
    return json(
        created.existed() ? HttpStatus.OK : HttpStatus.CREATED,
        ConversationJson.of(created.view()));
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
    return json(HttpStatus.OK, body);
  }

  private static ResponseEntity<byte[]> json(HttpStatus status, byte[] body) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
