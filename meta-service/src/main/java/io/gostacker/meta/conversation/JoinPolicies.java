package io.gostacker.meta.conversation;

import io.gostacker.common.conversation.JoinPolicy;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What strangers may know of a conversation: whether they could ask to be let in. Read from MySQL,
/// so a moment behind the send service; nothing is decided by it. Blocks.
final class JoinPolicies {
  private final JdbcClient jdbc;

  JoinPolicies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean needsApproval(long conversationId) {
    return jdbc.sql(
            "SELECT COUNT(*) FROM conversation WHERE conversation_id = ? AND join_policy = ? AND"
                + " disbanded_at = 0")
        .params(conversationId, JoinPolicy.APPROVAL.ordinal())
        .query(Long.class)
        .single()
        .equals(1L);
  }
}
