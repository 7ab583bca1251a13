package io.gostacker.flusher;

import io.gostacker.common.conversation.Role;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/// Writes `member` and, derived from it, `user_conversation`.
final class MemberRows {
  private static final MultiRowStatement JOIN =
      new MultiRowStatement(
          """
          INSERT INTO member (conversation_id, user_id, role, nickname, muted_until, joined_at,
            join_seq, left_seq, is_member, read_seq, read_ordinal, delivered_seq)\
          """,
          12,
          """
          ON DUPLICATE KEY UPDATE role = VALUES(role), nickname = VALUES(nickname),
            muted_until = VALUES(muted_until), joined_at = VALUES(joined_at),
            join_seq = VALUES(join_seq), left_seq = VALUES(left_seq),
            is_member = VALUES(is_member), read_seq = VALUES(read_seq),
            read_ordinal = VALUES(read_ordinal), delivered_seq = VALUES(delivered_seq)\
          """);

  private static final MultiRowStatement LEAVE =
      new MultiRowStatement(
          "INSERT INTO member (conversation_id, user_id, left_seq)",
          3,
          """
          ON DUPLICATE KEY UPDATE left_seq = VALUES(left_seq), is_member = FALSE, role = 0,
            nickname = NULL, muted_until = 0\
          """);

  /// The ordinal first: some servers see in later assignments what earlier ones did.
  private static final MultiRowStatement MOVE =
      new MultiRowStatement(
          """
          INSERT INTO member (conversation_id, user_id, read_seq, read_ordinal, delivered_seq)\
          """,
          5,
          """
          ON DUPLICATE KEY UPDATE
            read_ordinal = IF(VALUES(read_seq) > read_seq,
              GREATEST(read_ordinal, VALUES(read_ordinal)), read_ordinal),
            read_seq = GREATEST(read_seq, VALUES(read_seq)),
            delivered_seq = GREATEST(delivered_seq, VALUES(delivered_seq))\
          """);

  private static final MultiRowStatement LIST =
      new MultiRowStatement(
          "INSERT INTO user_conversation (user_id, conversation_id, is_member)",
          3,
          "ON DUPLICATE KEY UPDATE is_member = VALUES(is_member)");

  private static final String CHANGE =
      """
      UPDATE member SET role = COALESCE(?, role), nickname = IF(?, NULLIF(?, ''), nickname),
        muted_until = COALESCE(?, muted_until)
      WHERE conversation_id = ? AND user_id = ?
      """;

  private static final String DISBAND =
      """
      UPDATE member SET is_member = FALSE, left_seq = ?, role = 0, nickname = NULL, muted_until = 0
      WHERE conversation_id = ? AND is_member = TRUE
      """;

  private record Listed(long userId, long conversationId, boolean isMember) {}

  private final JdbcTemplate jdbc;

  MemberRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void write(Collection<ConversationChange> conversations) {
    List<Listed> listed = new ArrayList<>();
    for (ConversationChange change : conversations) {
      if (change.disbanded()) {
        disband(change, listed); // before the rows of the batch, whose own left_seq counts
      }
    }
    List<MemberChange> members =
        conversations.stream().flatMap(change -> change.members().stream()).toList();
    JOIN.run(jdbc, those(members, MemberChange::fresh), MemberRows::bindJoined);
    LEAVE.run(
        jdbc,
        those(members, MemberChange::departed),
        (values, member) ->
            values.number(member.conversationId).number(member.userId).number(member.leftSeq()));
    change(those(members, MemberChange::changesRow));
    MOVE.run(
        jdbc,
        those(members, MemberChange::movesPositions),
        (values, member) -> {
          values.number(member.conversationId).number(member.userId);
          bindPositions(member, values);
        });
    members.stream()
        .filter(member -> member.fresh() || member.departed())
        .map(member -> new Listed(member.userId, member.conversationId, member.isMember()))
        .forEach(listed::add);
    list(listed);
  }

  /// Everybody from before the batch leaves. A large conversation is one UPDATE of one key range.
  private void disband(ConversationChange change, List<Listed> listed) {
    if (change.created() != null) {
      return;
    }
    List<Long> userIds =
        jdbc.queryForList(
            "SELECT user_id FROM member WHERE conversation_id = ? AND is_member = TRUE",
            Long.class,
            change.conversationId);
    userIds.forEach(userId -> listed.add(new Listed(userId, change.conversationId, false)));
    jdbc.update(DISBAND, change.disbandedSeq(), change.conversationId);
  }

  private void change(List<MemberChange> members) {
    if (!members.isEmpty()) {
      jdbc.batchUpdate(CHANGE, members.stream().map(MemberRows::changeValues).toList());
    }
  }

  private static @Nullable Object[] changeValues(MemberChange member) {
    Role role = member.role();
    return new @Nullable Object[] {
      role == null ? null : role.ordinal(),
      member.nickname() != null,
      member.nickname(),
      member.mutedUntil(),
      member.conversationId,
      member.userId
    };
  }

  /// In the order of their key; a user who was listed twice is listed as the last word says.
  private void list(List<Listed> listed) {
    List<Listed> ordered =
        listed.stream()
            .sorted(Comparator.comparingLong(Listed::userId).thenComparing(Listed::conversationId))
            .toList();
    LIST.run(
        jdbc,
        ordered,
        (values, row) ->
            values.number(row.userId()).number(row.conversationId()).truth(row.isMember()));
  }

  private static void bindJoined(MultiRowStatement.Values values, MemberChange member)
      throws SQLException {
    Role role = member.role();
    String nickname = member.nickname();
    Long mutedUntil = member.mutedUntil();
    values
        .number(member.conversationId)
        .number(member.userId)
        .number(role == null ? 0 : role.ordinal())
        .text(nickname == null || nickname.isEmpty() ? null : nickname)
        .number(mutedUntil == null ? 0 : mutedUntil)
        .number(member.joinedAt())
        .number(member.joinSeq())
        .number(member.leftSeq())
        .truth(member.isMember());
    bindPositions(member, values);
  }

  private static void bindPositions(MemberChange member, MultiRowStatement.Values values)
      throws SQLException {
    values.number(member.readSeq()).number(member.readOrdinal()).number(member.deliveredSeq());
  }

  private static List<MemberChange> those(
      List<MemberChange> members, Predicate<MemberChange> which) {
    return members.stream().filter(which).toList();
  }
}
