package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.transport.Reply;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Answers requests to create a conversation: 201, or 200 with the one that exists. Blocks.
public final class CreationAnswers {
  private final Creation creation;
  private final Ext exts;
  private final ConversationLimits limits;

  CreationAnswers(Creation creation, Ext exts, ConversationLimits limits) {
    this.creation = creation;
    this.exts = exts;
    this.limits = limits;
  }

  /// A user asks.
  ///
  /// @param idempotencyKey header of the request, null for none
  ResponseEntity<byte[]> forUser(
      int appId, long userId, CreateRequest request, @Nullable String idempotencyKey) {
    return answer(appId, userId, request, key(userId, idempotencyKey));
  }

  /// The app's back end asks for one of its users, who exists. Its keys are kept apart from those
  /// that the user chooses, so that a user cannot be in the way of the app.
  ///
  /// @param idempotencyKey header of the request, null for none
  public ResponseEntity<byte[]> forApp(
      int appId, long ownerId, CreateRequest request, @Nullable String idempotencyKey) {
    return answer(appId, ownerId, request, key(-ownerId, idempotencyKey));
  }

  private static Creation.@Nullable Key key(long scope, @Nullable String key) {
    if (key != null && !Ids.isClientId(key)) {
      throw Refusal.invalid("Idempotency-Key", "must be 1 to 64 letters, digits, '_' or '-'");
    }
    return key == null ? null : new Creation.Key(scope, key);
  }

  private ResponseEntity<byte[]> answer(
      int appId, long creatorId, CreateRequest request, Creation.@Nullable Key key) {
    CreateRequest.Valid valid = request.validated(creatorId, exts, limits);
    Reply.Conversation created = creation.create(appId, creatorId, valid, key);
    return ResponseEntity.status(created.existed() ? HttpStatus.OK : HttpStatus.CREATED)
        .contentType(MediaType.APPLICATION_JSON)
        .body(ConversationJson.of(created.view()));
  }
}
