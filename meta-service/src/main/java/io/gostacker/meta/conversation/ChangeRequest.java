package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.transport.Command;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.name.DisplayName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `PATCH /conversations/{id}`: what is absent stays.
record ChangeRequest(@Nullable String name, @Nullable String joinPolicy, @Nullable JsonNode ext) {

  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  Command.ChangeConversation command(long conversationId, long actorId, Ext exts) {
    FieldErrors errors = new FieldErrors();
    if (name != null) {
      errors.note("name", DisplayName.flaw(name, CreateRequest.MAX_NAME));
    }
    JoinPolicy policy = Fields.oneOf(errors, "joinPolicy", joinPolicy, JoinPolicy.values());
    byte[] extBytes = exts.bytes(errors, ext);
    errors.refuse();
    return new Command.ChangeConversation(conversationId, actorId, name, policy, extBytes);
  }
}
