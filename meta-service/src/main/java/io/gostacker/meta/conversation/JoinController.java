package io.gostacker.meta.conversation;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
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
  private final JoinPolicies policies;

  JoinController(SendCalls calls, Members members, JoinPolicies policies) {
    this.calls = calls;
    this.members = members;
    this.policies = policies;
  }

  @PostMapping("/api/v1/conversations/{id}/join")
  MemberJson join(@Caller AccessToken caller, @PathVariable String id) {
    long conversationId = PathIds.conversation(id);
    try {
      calls.conversation(new Command.Join(conversationId, caller.userId(), false));
    } catch (Refusal refusal) {
      throw refusal.code() == ErrorCode.NOT_MEMBER && policies.needsApproval(conversationId)
          ? Refusal.of(ErrorCode.FORBIDDEN, "Joining needs approval, which cannot be asked for yet")
          : refusal;
    }
    return members.one(caller.userId(), conversationId, caller.userId());
  }
}
