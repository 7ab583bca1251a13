package io.gostacker.meta.conversation;

import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.Command;
import io.gostacker.common.web.Caller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/join`.
@RestController
final class JoinController {
  private final SendCalls calls;
  private final Members members;

  JoinController(SendCalls calls, Members members) {
    this.calls = calls;
    this.members = members;
  }

  @PostMapping("/api/v1/conversations/{id}/join")
  MemberJson join(@Caller AccessToken caller, @PathVariable String id) {
    long conversationId = PathIds.conversation(id);
    calls.conversation(new Command.Join(conversationId, caller.userId(), false));
    return members.one(caller.userId(), conversationId, caller.userId());
  }
}
