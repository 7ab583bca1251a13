package io.gostacker.flusher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes `conversation`: whole rows for those created in the batch, for the others what changed
/// and where their last message stands.
final class ConversationRows {
  private static final MultiRowStatement CREATE =
      new MultiRowStatement(
          """
          INSERT INTO conversation (conversation_id, shard, type, name, owner_id, join_policy,
            history, ext, created_at, disbanded_at, member_count, member_version, last_seq,
            last_ordinal, last_sent_at, epoch)\
          """,
          16,
          """
          ON DUPLICATE KEY UPDATE shard = VALUES(shard), type = VALUES(type), name = VALUES(name),
            owner_id = VALUES(owner_id), join_policy = VALUES(join_policy),
            history = VALUES(history), ext = VALUES(ext), created_at = VALUES(created_at),
            disbanded_at = VALUES(disbanded_at), member_count = VALUES(member_count),
            member_version = VALUES(member_version), last_seq = VALUES(last_seq),
            last_ordinal = VALUES(last_ordinal), last_sent_at = VALUES(last_sent_at),
            epoch = VALUES(epoch)\
          """);

  private static final MultiRowStatement ADVANCE =
      new MultiRowStatement(
          """
          INSERT INTO conversation (conversation_id, shard, last_seq, last_ordinal, last_sent_at,
            epoch)\
          """,
          6,
          """
          ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq), last_ordinal = VALUES(last_ordinal),
            last_sent_at = VALUES(last_sent_at), epoch = VALUES(epoch)\
          """);

  private static final String CHANGE =
      """
      UPDATE conversation SET name = COALESCE(?, name), join_policy = COALESCE(?, join_policy),
        owner_id = COALESCE(?, owner_id), disbanded_at = COALESCE(?, disbanded_at),
        member_count = member_count * ? + ?, member_version = member_version + ?
      WHERE conversation_id = ?
      """;

  private static final String CHANGE_EXT =
      "UPDATE conversation SET ext = ? WHERE conversation_id = ?";

  private final JdbcTemplate jdbc;

  ConversationRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void write(int shard, Collection<ConversationChange> changes) {
    List<ConversationChange> created =
        changes.stream().filter(change -> change.created() != null).toList();
    CREATE.run(jdbc, created, (values, change) -> bindCreated(shard, change, values));
    change(changes.stream().filter(ConversationChange::changesRow).toList());
    List<ConversationChange> advanced =
        changes.stream()
            .filter(change -> change.created() == null && change.last() != null)
            .toList();
    ADVANCE.run(
        jdbc,
        advanced,
        (values, change) -> {
          values.number(change.conversationId).number(shard);
          bindLast(change, values);
        });
  }

  private void change(List<ConversationChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    jdbc.batchUpdate(CHANGE, changes.stream().map(ConversationRows::changeValues).toList());
    for (ConversationChange change : changes) {
      String ext = text(change.ext());
      if (ext != null) {
        jdbc.update(CHANGE_EXT, ext, change.conversationId);
      }
    }
  }

  private static @Nullable Object[] changeValues(ConversationChange change) {
    JoinPolicy joinPolicy = change.joinPolicy();
    return new @Nullable Object[] {
      change.name(),
      joinPolicy == null ? null : joinPolicy.ordinal(),
      change.ownerChanged() ? change.ownerId() : null,
      change.disbanded() ? change.disbandedAt() : null,
      change.disbanded() ? 0 : 1,
      change.joined(),
      change.memberVersions(),
      change.conversationId
    };
  }

  private static void bindCreated(
      int shard, ConversationChange change, MultiRowStatement.Values values) throws SQLException {
    ConversationCreated created = Objects.requireNonNull(change.created());
    values
        .number(change.conversationId)
        .number(shard)
        .number(created.type().ordinal())
        .text(change.name())
        .number(change.ownerId())
        .number(Objects.requireNonNull(change.joinPolicy()).ordinal())
        .number(created.history().ordinal())
        .text(text(change.ext()))
        .number(created.createdAt())
        .number(change.disbandedAt())
        .number(change.joined())
        .number(change.memberVersions());
    bindLast(change, values);
  }

  private static void bindLast(ConversationChange change, MultiRowStatement.Values values)
      throws SQLException {
    MessageAppended last = change.last();
    values
        .number(last == null ? 0 : last.seq())
        .number(last == null ? 0 : last.ordinal())
        .number(last == null ? 0 : last.sentAt())
        .number(change.epoch());
  }

  private static @Nullable String text(byte @Nullable [] json) {
    return json == null ? null : new String(json, UTF_8);
  }
}
