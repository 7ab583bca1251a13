package io.gostacker.send.store;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.shardlog.Position;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.send.conversation.Exclusions;
import io.gostacker.send.conversation.StoredConversation;
import io.gostacker.send.conversation.StoredConversation.StoredClientId;
import io.gostacker.send.conversation.StoredConversation.StoredMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads conversations from MySQL, each in one snapshot together with the shard's flushed offset.
/// All methods block.
public final class ConversationStore {
  /// How many messages are asked for at a time while looking for the recent client ids.
  private static final int PAGE = 1000;

  private final JdbcClient jdbc;
  private final TransactionTemplate snapshots;
  private final ShardStates shardStates;
  private final MessageStore messages;
  private final InstantSource clock;
  private final int rememberedIds;
  private final Duration rememberedFor;

  /// @param snapshots REPEATABLE READ, read-only
  /// @param rememberedIds how many client ids of a conversation are remembered at most
  /// @param rememberedFor and for how long
  public ConversationStore(
      JdbcClient jdbc,
      TransactionTemplate snapshots,
      InstantSource clock,
      int rememberedIds,
      Duration rememberedFor) {
    this.jdbc = jdbc;
    this.snapshots = snapshots;
    this.shardStates = new ShardStates(jdbc);
    this.messages = new MessageStore(jdbc);
    this.clock = clock;
    this.rememberedIds = rememberedIds;
    this.rememberedFor = rememberedFor;
  }

  /// The conversation with everything that `ConversationState` needs.
  public Snapshot load(int shard, long conversationId) {
    Snapshot snapshot =
        snapshots.execute(status -> {
          Position flushed = shardStates.of(shard).flushed();
          return new Snapshot(flushed, conversation(conversationId).orElse(null));
        });
    if (snapshot == null) {
      throw new IllegalStateException("a transaction without a result");
    }
    return snapshot;
  }

  /// The ordinal at the newest message that is not above `seq`; 0 when there is none.
  public long ordinalAt(long conversationId, long seq) {
    return jdbc.sql(
            """
            SELECT ordinal FROM message WHERE conversation_id = ? AND seq <= ?
            ORDER BY seq DESC LIMIT 1
            """)
        .params(conversationId, seq)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  private Optional<StoredConversation> conversation(long conversationId) {
    return jdbc.sql(
            """
            SELECT type, name, owner_id, join_policy, history, ext, created_at, epoch, last_seq,
                   last_ordinal
            FROM conversation WHERE conversation_id = ?
            """)
        .param(conversationId)
        .query((row, number) -> assemble(conversationId, row))
        .optional();
  }

  private StoredConversation assemble(long conversationId, ResultSet row) throws SQLException {
    String ext = row.getString("ext");
    List<StoredClientId> recent = new ArrayList<>();
    boolean complete = recent(conversationId, recent);
    return new StoredConversation(
        ConversationType.values()[row.getInt("type")],
        row.getString("name"),
        row.getLong("owner_id"),
        JoinPolicy.values()[row.getInt("join_policy")],
        HistoryPolicy.values()[row.getInt("history")],
        ext == null ? null : ext.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        row.getLong("created_at"),
        row.getInt("epoch"),
        row.getLong("last_seq"),
        row.getLong("last_ordinal"),
        newest(conversationId),
        members(conversationId),
        recent,
        complete,
        exclusions(conversationId));
  }

  private Exclusions exclusions(long conversationId) {
    return Exclusions.of(
        jdbc.sql(
                """
                SELECT user_id, kind, until_at, by_id, at FROM conversation_exclusion
                WHERE conversation_id = ? AND until_at > 0 ORDER BY at
                """)
            .param(conversationId)
            .query((row, number) ->
                new ExclusionChanged(
                    conversationId,
                    Exclusion.values()[row.getInt("kind")],
                    row.getLong("user_id"),
                    row.getLong("until_at"),
                    row.getLong("by_id"),
                    row.getLong("at")))
            .list());
  }

  private @Nullable Message newest(long conversationId) {
    List<Message> newest = messages.descending(conversationId, 1, Long.MAX_VALUE, 1);
    return newest.isEmpty() ? null : newest.getFirst();
  }

  private List<StoredMember> members(long conversationId) {
    return jdbc.sql(
            """
            SELECT user_id, role, nickname, muted_until, joined_at, join_seq, read_seq,
                   read_ordinal, delivered_seq
            FROM member WHERE conversation_id = ? AND is_member = TRUE ORDER BY user_id
            """)
        .param(conversationId)
        .query((row, number) ->
            new StoredMember(
                row.getLong("user_id"),
                Role.values()[row.getInt("role")],
                row.getString("nickname"),
                row.getLong("muted_until"),
                row.getLong("joined_at"),
                row.getLong("join_seq"),
                row.getLong("read_seq"),
                row.getLong("read_ordinal"),
                row.getLong("delivered_seq")))
        .list();
  }

  /// Adds the recent messages' client ids, ascending.
  ///
  /// @return whether they reach back to the first message
  private boolean recent(long conversationId, List<StoredClientId> into) {
    long oldest = clock.millis() - rememberedFor.toMillis();
    long below = Long.MAX_VALUE;
    boolean more = true;
    boolean complete = false;
    while (more) {
      List<StoredClientId> page = page(conversationId, below);
      for (StoredClientId id : page) {
        if (into.size() == rememberedIds || id.sentAt() < oldest) {
          Collections.reverse(into);
          return false;
        }
        into.add(id);
      }
      complete = page.size() < PAGE;
      more = !complete;
      below = page.isEmpty() ? 0 : page.getLast().seq();
    }
    Collections.reverse(into);
    return complete;
  }

  private List<StoredClientId> page(long conversationId, long below) {
    return jdbc.sql(
            """
            SELECT sender_id, client_message_id, seq, ordinal, sent_at, kind FROM message
            WHERE conversation_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?
            """)
        .params(conversationId, below, PAGE)
        .query((row, number) ->
            new StoredClientId(
                row.getLong("sender_id"),
                row.getString("client_message_id"),
                row.getLong("seq"),
                row.getLong("ordinal"),
                row.getLong("sent_at"),
                row.getInt("kind") == 1))
        .list();
  }
}
