package io.gostacker.gateway.rest;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.PageJson;
import io.gostacker.common.limit.SendLimits;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Caller;
import io.gostacker.gateway.frame.Field;
import io.gostacker.gateway.frame.Fields;
import io.gostacker.gateway.frame.FrameParser;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Messages over REST: the same commands and questions as frames, answered when their answer is
/// there. Runs on virtual threads.
@RestController
@RequestMapping("/api/v1")
public final class MessagesController {
  private final SendPort send;
  private final Replies replies;
  private final SendLimits limits;
  private final Semaphore syncs;

  /// @param limits shared with the sockets
  /// @param answerTimeout how long a command's reply is waited for
  /// @param syncs how many syncs may be under way at once
  public MessagesController(
      SendPort send, SendLimits limits, Duration answerTimeout, Semaphore syncs) {
    this.send = send;
    this.limits = limits;
    this.replies = new Replies(send, answerTimeout);
    this.syncs = syncs;
  }

  @PostMapping(path = "/conversations/{id}/messages", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> send(
      @Caller(counted = false) AccessToken caller,
      @PathVariable String id,
      @RequestBody(required = false) byte @Nullable [] body) {
    long conversationId = conversation(id);
    Fields.Taking taking = Bodies.read(body).take();
    String clientMessageId = taking.text(Field.CLIENT_MESSAGE_ID);
    byte[] content = taking.content();
    check(taking);
    limits.check(caller.userId(), caller.deviceId());
    Reply reply =
        replies.await(
            new Command.SendMessage(
                conversationId,
                caller.userId(),
                caller.deviceId(),
                clientMessageId,
                content,
                false));
    return sent(clientMessageId, reply);
  }

  @GetMapping("/conversations/{id}/messages")
  ResponseEntity<byte[]> history(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String afterSeq,
      @RequestParam(required = false) @Nullable String beforeSeq,
      @RequestParam(required = false) @Nullable String limit) {
    SendPort.MessagePage page =
        send.history(
            HistoryParameters.read(caller.userId(), conversation(id), afterSeq, beforeSeq, limit));
    JsonBytes json = new JsonBytes(4096);
    PageJson.write(page, json);
    return json(HttpStatus.OK, json);
  }

  @PostMapping(path = "/sync", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> sync(
      @Caller AccessToken caller, @RequestBody(required = false) byte @Nullable [] body) {
    Fields.Taking taking = Bodies.read(body).take();
    Map<Long, Long> cursors = taking.cursors();
    int limit = FrameParser.limit(taking);
    check(taking);
    SendPort.SyncPage page = sync(new SendPort.SyncQuery(caller.userId(), cursors, limit));
    JsonBytes json = new JsonBytes(4096).raw("{");
    PageJson.writeFields(page, json);
    return json(HttpStatus.OK, json.raw("}"));
  }

  @PutMapping(path = "/conversations/{id}/read", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Void> read(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestBody(required = false) byte @Nullable [] body) {
    long conversationId = conversation(id);
    Fields.Taking taking = Bodies.read(body).take();
    long seq = taking.number(Field.SEQ);
    check(taking);
    replies.await(new Command.Read(conversationId, caller.userId(), caller.deviceId(), seq));
    return ResponseEntity.noContent().build();
  }

  private SendPort.SyncPage sync(SendPort.SyncQuery query) {
    syncs.acquireUninterruptibly();
    try {
      return send.sync(query);
    } finally {
      syncs.release();
    }
  }

  static ResponseEntity<byte[]> sent(String clientMessageId, Reply reply) {
    if (!(reply instanceof Reply.Sent sent)) {
      throw new IllegalStateException("A message is answered with Sent, not with " + reply);
    }
    JsonBytes json = new JsonBytes(192).raw("{");
    PageJson.writeSentFields(
        sent.conversationId(), sent.seq(), clientMessageId, sent.sentAt(), json);
    return json(sent.repeated() ? HttpStatus.OK : HttpStatus.CREATED, json.raw("}"));
  }

  private static ResponseEntity<byte[]> json(HttpStatus status, JsonBytes json) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(json.toByteArray());
  }

  static void check(Fields.Taking taking) {
    Refusal refusal = taking.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  /// The id in the path. What is no id names no conversation.
  static long conversation(String id) {
    long conversationId = Ids.parse(id);
    if (conversationId == Ids.NONE) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "No such conversation");
    }
    return conversationId;
  }
}
