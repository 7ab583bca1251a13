package io.gostacker.common.transport;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What gateway and meta ask of the send service, which owns the state of conversations.
///
/// Reads see everything whose write was answered before they were asked. Who is not a member gets
/// the answer of a conversation that does not exist: [Refusal] with `NOT_MEMBER`. All reads block
/// and throw [Refusal]; call them on virtual threads.
public interface SendPort {

  /// Hands a command over; never blocks. Commands that one thread submits for one conversation are
  /// decided in that order.
  void submit(Command command, ReplyTo replyTo);

  /// A page of one conversation's messages.
  MessagePage history(HistoryQuery query);

  /// Everything of the user's that is newer than the cursors.
  SyncPage sync(SyncQuery query);

  /// One conversation as its member sees it.
  ConversationView conversation(long userId, long conversationId);

  /// The user's conversations, most recent activity first.
  ///
  /// @param cursor of the page before, null for the first
  ConversationPage conversations(long userId, int limit, @Nullable String cursor);

  /// The members in ascending order of user id.
  ///
  /// @param afterUserId last id of the page before, 0 for the first
  MemberPage members(long userId, long conversationId, int limit, long afterUserId);

  /// Who is banned, in ascending order of user id; for owner and admins.
  ///
  /// @param afterUserId last id of the page before, 0 for the first
  BanPage bans(long userId, long conversationId, int limit, long afterUserId);

  /// Which messages.
  ///
  /// @param afterSeq messages above it, ascending; -1 when not asked for
  /// @param beforeSeq messages below it, descending; -1 when not asked for. Neither: the newest,
  ///   descending
  /// @param limit 1 to 200
  record HistoryQuery(long userId, long conversationId, long afterSeq, long beforeSeq, int limit) {}

  record MessagePage(List<Message> items, boolean hasMore) {}

  /// From where on.
  ///
  /// @param cursors conversation → last seq seen; absent counts as 0
  /// @param limit messages per conversation, 1 to 200
  record SyncQuery(long userId, Map<Long, Long> cursors, int limit) {}

  /// What is new.
  ///
  /// @param more whether to call again with the cursors moved on
  /// @param gone conversations of the cursors that are no longer the user's
  record SyncPage(List<SyncedConversation> conversations, List<Long> gone, boolean more) {}

  record SyncedConversation(
      long conversationId, long lastSeq, long readSeq, List<Message> messages, boolean hasMore) {}

  /// A page of conversations.
  ///
  /// @param nextCursor null on the last page
  record ConversationPage(List<ConversationView> items, @Nullable String nextCursor) {}

  record MemberPage(List<MemberView> items, boolean hasMore) {}

  record BanPage(List<BanView> items, boolean hasMore) {}
}
