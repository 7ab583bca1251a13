package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.SendPort;
import io.gostacker.meta.conversation.JoinRequest.State;
import java.util.List;

/// What owner and admins do with requests to join. Blocks.
///
/// Approving first marks the request, then lets the user in, then closes it: whoever stops between
/// these finishes it by approving again, and once it is closed, approving again lets nobody in who
/// was removed since.
final class JoinDecisions {
  private final SendPort send;
  private final SendCalls calls;
  private final JoinRequests requests;

  JoinDecisions(SendPort send, SendCalls calls, JoinRequests requests) {
    this.send = send;
    this.calls = calls;
    this.requests = requests;
  }

  /// Refuses who may not see and decide requests: a stranger as if there were no such conversation,
  /// a plain member with `forbidden`.
  void requireManager(long userId, long conversationId) {
    List<MemberView> self = send.members(userId, conversationId, 1, userId - 1).items();
    if (self.isEmpty() || !self.getFirst().role().manages()) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "Only owner and admins may do this");
    }
  }

  /// The request as it stands after that.
  ///
  /// @throws Refusal `conflict` if it was decided the other way, or nobody more can be let in
  JoinRequest decide(long deciderId, long conversationId, long requestId, boolean approve) {
    JoinRequest request = find(conversationId, requestId);
    return approve ? approve(deciderId, request) : reject(deciderId, request);
  }

  private JoinRequest approve(long deciderId, JoinRequest request) {
    return switch (request.state()) {
      case APPROVED -> request;
      case REJECTED -> throw decided("rejected");
      case PENDING -> {
        requests.move(request, State.ENTERING, deciderId);
        yield approve(deciderId, find(request.conversationId(), request.requestId()));
      }
      case ENTERING -> {
        letIn(deciderId, request);
        requests.move(request, State.APPROVED, deciderId);
        yield find(request.conversationId(), request.requestId());
      }
    };
  }

  private void letIn(long deciderId, JoinRequest request) {
    try {
      calls.conversation(new Command.Join(request.conversationId(), request.userId(), true));
    } catch (Refusal refusal) {
      if (refusal.code() == ErrorCode.CONFLICT || refusal.code() == ErrorCode.NOT_MEMBER) {
        requests.move(request, State.PENDING, deciderId); // nobody was let in
      }
      throw refusal;
    }
  }

  private JoinRequest reject(long deciderId, JoinRequest request) {
    return switch (request.state()) {
      case REJECTED -> request;
      case ENTERING, APPROVED -> throw decided("approved");
      case PENDING -> {
        boolean moved = requests.move(request, State.REJECTED, deciderId);
        JoinRequest now = find(request.conversationId(), request.requestId());
        yield moved ? now : reject(deciderId, now);
      }
    };
  }

  private JoinRequest find(long conversationId, long requestId) {
    return requests
        .find(conversationId, requestId)
        .orElseThrow(() -> Refusal.of(ErrorCode.NOT_FOUND, "No such join request"));
  }

  private static Refusal decided(String how) {
    return Refusal.of(ErrorCode.CONFLICT, "This request has been " + how + " already");
  }
}
