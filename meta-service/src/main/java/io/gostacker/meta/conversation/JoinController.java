package io.gostacker.meta.conversation;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.web.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/join`: the member (200), or the request to become one (202).
@RestController
final class JoinController {
  private static final int MAX_MESSAGE = 500;

  private final SendCalls calls;
  private final Members members;
  private final JoinRequests requests;

  JoinController(SendCalls calls, Members members, JoinRequests requests) {
    this.calls = calls;
    this.members = members;
    this.requests = requests;
  }

  record Words(@Nullable String message) {}

  @PostMapping("/api/v1/conversations/{id}/join")
  ResponseEntity<Object> join(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable Words words) {
    long conversationId = PathIds.conversation(id);
    String message = message(words);
    try {
      calls.conversation(new Command.Join(conversationId, caller.userId(), false));
    } catch (Refusal refusal) {
      if (refusal.code() != ErrorCode.FORBIDDEN) {
        throw refusal;
      }
      JoinRequest asked = requests.ask(conversationId, caller.userId(), message);
      return ResponseEntity.status(HttpStatus.ACCEPTED).body(JoinRequestJson.of(asked));
    }
    return ResponseEntity.ok(members.one(caller.userId(), conversationId, caller.userId()));
  }

  private static String message(@Nullable Words words) {
    String message = words == null || words.message() == null ? "" : words.message();
    if (message.codePointCount(0, message.length()) > MAX_MESSAGE) {
      throw Refusal.invalid("message", "may have at most " + MAX_MESSAGE + " characters");
    }
    return message;
  }
}
