package io.gostacker.meta.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.json.Rfc3339;
import org.jspecify.annotations.Nullable;

/// A [JoinRequest] in JSON.
///
/// @param message absent when nothing was said
/// @param decision absent until there is one
@JsonInclude(JsonInclude.Include.NON_NULL)
record JoinRequestJson(
    String requestId,
    String conversationId,
    String userId,
    @Nullable String message,
    String createdAt,
    @Nullable String decision) {

  static JoinRequestJson of(JoinRequest request) {
    return new JoinRequestJson(
        Long.toString(request.requestId()),
        Long.toString(request.conversationId()),
        Long.toString(request.userId()),
        request.message().isEmpty() ? null : request.message(),
        Rfc3339.format(request.createdAt()),
        switch (request.state()) {
          case PENDING, ENTERING -> null;
          case APPROVED -> "approve";
          case REJECTED -> "reject";
        });
  }
}
