package io.gostacker.meta.conversation;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.web.Caller;
import io.gostacker.common.web.Paging;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/conversations/{id}/join-requests`, for owner and admins.
@RestController
@RequestMapping("/api/v1/conversations/{id}/join-requests")
final class JoinRequestController {
  private final JoinRequests requests;
  private final JoinDecisions decisions;

  JoinRequestController(JoinRequests requests, JoinDecisions decisions) {
    this.requests = requests;
    this.decisions = decisions;
  }

  record Page(List<JoinRequestJson> items, @Nullable String nextCursor) {}

  @GetMapping
  Page list(
      @Caller AccessToken caller,
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor) {
    long conversationId = PathIds.conversation(id);
    int most = Paging.limit(limit);
    decisions.requireManager(caller.userId(), conversationId);
    JoinRequests.Page page = requests.page(conversationId, most, cursor);
    return new Page(page.items().stream().map(JoinRequestJson::of).toList(), page.nextCursor());
  }

  record Decision(@Nullable String decision) {
    boolean approves() {
      return switch (decision) {
        case "approve" -> true;
        case "reject" -> false;
        case null, default ->
            throw Refusal.invalid("decision", "must be one of \"approve\", \"reject\"");
      };
    }
  }

  @PatchMapping("/{requestId}")
  JoinRequestJson decide(
      @Caller AccessToken caller,
      @PathVariable String id,
      @PathVariable String requestId,
      @RequestBody Decision decision) {
    long conversationId = PathIds.conversation(id);
    decisions.requireManager(caller.userId(), conversationId);
    boolean approve = decision.approves();
    return JoinRequestJson.of(
        decisions.decide(caller.userId(), conversationId, Ids.parse(requestId), approve));
  }
}
