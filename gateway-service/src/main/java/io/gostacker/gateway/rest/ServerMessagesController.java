package io.gostacker.gateway.rest;

import io.gostacker.common.content.Content;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.Bans;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.gateway.frame.Field;
import io.gostacker.gateway.frame.Fields;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Messages that the app's back end sends for one of its users: what the user may not say is
/// refused as it is to the user. `system` content is said by the system, which needs no role and is
/// not counted as unread; the sender must be a member all the same. No device of the sender is left
/// out when it is delivered.
@RestController
public final class ServerMessagesController {
  private static final String NO_DEVICE = "";

  private final Replies replies;
  private final Bans bans;

  /// @param answerTimeout how long a command's reply is waited for
  public ServerMessagesController(SendPort send, Bans bans, Duration answerTimeout) {
    this.replies = new Replies(send, answerTimeout);
    this.bans = bans;
  }

  @PostMapping(
      path = "/api/v1/server/conversations/{id}/messages",
      consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> send(
      @ServerCaller AppServer app,
      @PathVariable String id,
      @RequestBody(required = false) byte @Nullable [] body) {
    long conversationId = MessagesController.conversation(id);
    Fields.Taking taking = Bodies.read(body).take();
    long senderId = taking.number(Field.SENDER_ID);
    String clientMessageId = taking.text(Field.CLIENT_MESSAGE_ID);
    Content content = taking.anyContent();
    MessagesController.check(taking);
    if (bans.isBanned(senderId)) {
      throw Refusal.of(ErrorCode.BLOCKED, "This user is banned");
    }
    Command.SendMessage message =
        switch (content) {
          case Content.Accepted(byte[] json) ->
              new Command.SendMessage(
                  conversationId, senderId, NO_DEVICE, clientMessageId, json, false);
          case Content.SystemSaid(byte[] json) ->
              new Command.SendMessage(
                  conversationId, senderId, NO_DEVICE, clientMessageId, json, true);
          case Content.Refused refused -> throw Refusal.invalid(refused.field(), refused.message());
        };
    return MessagesController.sent(clientMessageId, replies.await(message));
  }
}
