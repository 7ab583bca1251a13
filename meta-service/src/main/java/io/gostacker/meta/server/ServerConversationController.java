package io.gostacker.meta.server;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.web.AppServer;
import io.gostacker.common.web.ServerCaller;
import io.gostacker.meta.account.Accounts;
import io.gostacker.meta.audit.Audit;
import io.gostacker.meta.conversation.CreateRequest;
import io.gostacker.meta.conversation.CreationAnswers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /api/v1/server/conversations`.
@RestController
final class ServerConversationController {
  private final CreationAnswers creation;
  private final Accounts accounts;
  private final Audit audit;

  ServerConversationController(CreationAnswers creation, Accounts accounts, Audit audit) {
    this.creation = creation;
    this.accounts = accounts;
    this.audit = audit;
  }

  /// As a user's, with the owner named.
  record Request(
      @Nullable String type,
      @Nullable String name,
      @Nullable String ownerId,
      @Nullable List<@Nullable String> memberIds,
      @Nullable String joinPolicy,
      @Nullable String history,
      @Nullable JsonNode ext) {}

  @PostMapping("/api/v1/server/conversations")
  ResponseEntity<byte[]> create(
      @ServerCaller AppServer app,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestBody Request request) {
    long ownerId = request.ownerId() == null ? Ids.NONE : Ids.parse(request.ownerId());
    if (ownerId == Ids.NONE) {
      throw Refusal.invalid("ownerId", "is needed: a user id, a decimal string");
    }
    if (accounts.find(app.appId(), ownerId).isEmpty()) {
      throw Refusal.invalid("ownerId", "there is no user " + ownerId);
    }
    CreateRequest asked =
        new CreateRequest(
            request.type(),
            request.name(),
            request.memberIds(),
            request.joinPolicy(),
            request.history(),
            request.ext());
    ResponseEntity<byte[]> created = creation.forApp(app.appId(), ownerId, asked, idempotencyKey);
    audit.note(app, "conversation.create", "owner " + ownerId, "");
    return created;
  }
}
