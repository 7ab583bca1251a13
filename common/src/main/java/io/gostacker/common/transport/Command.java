package io.gostacker.common.transport;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import org.jspecify.annotations.Nullable;

/// Something that may change a conversation; decided by the send service in the order of the
/// shard's log.
///
/// Arrays are handed over: the sender of a command does not touch them afterwards.
public sealed interface Command {

  /// Which conversation, and by that which shard, decides.
  long conversationId();

  /// A message. Answered by [Reply.Sent].
  ///
  /// @param deviceId the sending device, which gets no `message` frame; empty for the server API
  /// @param content checked JSON object, at most 16 KiB
  /// @param system whether the app's back end says it as the system: no role is needed, `ordinal`
  ///   does not move
  record SendMessage(
      long conversationId,
      long senderId,
      String deviceId,
      String clientMessageId,
      byte[] content,
      boolean system)
      implements Command {}

  /// Creates the conversation, or confirms that it exists (the answer is the same). Answered by
  /// [Reply.Conversation].
  ///
  /// @param creatorId who answers for it: owner of a group or channel, one of the two of a direct
  ///   conversation
  /// @param memberIds all members, the creator included, ascending and distinct
  /// @param ext JSON object, at most 4 KiB
  /// @param reservedBefore whether the id was reserved by an earlier request: then the conversation
  ///   may have lived in a log that was lost since, and its seqs begin above that life's
  /// @param blockers of the two of a direct conversation, who takes no messages from the other
  record Create(
      long conversationId,
      ConversationType type,
      @Nullable String name,
      long creatorId,
      long[] memberIds,
      JoinPolicy joinPolicy,
      HistoryPolicy history,
      byte @Nullable [] ext,
      boolean reservedBefore,
      long[] blockers)
      implements Command {

    /// With an id that was reserved just now.
    public Create(
        long conversationId,
        ConversationType type,
        @Nullable String name,
        long creatorId,
        long[] memberIds,
        JoinPolicy joinPolicy,
        HistoryPolicy history,
        byte @Nullable [] ext) {
      this(
          conversationId,
          type,
          name,
          creatorId,
          memberIds,
          joinPolicy,
          history,
          ext,
          false,
          new long[0]);
    }
  }

  /// Bans an existing user until a time, who is removed if he is a member; 0 ends the ban (owner,
  /// admin). Answered by [Reply.Done].
  ///
  /// @param until epoch milliseconds
  record Ban(long conversationId, long actorId, long userId, long until) implements Command {}

  /// A member of a direct conversation takes no more messages from the other, or does again.
  /// Answered by [Reply.Done].
  record Block(long conversationId, long userId, boolean blocked) implements Command {}

  /// Adds existing users (owner, admin). Answered by [Reply.MembersAdded].
  record AddMembers(long conversationId, long actorId, long[] userIds) implements Command {}

  /// Joins by oneself: lets `userId` in when the policy is `open`, or always when `approved`.
  /// Answered by [Reply.Conversation]; refused with `FORBIDDEN` when the policy is `approval` and
  /// with nothing but `approved` missing.
  record Join(long conversationId, long userId, boolean approved) implements Command {}

  /// Removes a member, or leaves when `actorId` is `userId`. Answered by [Reply.Done].
  record RemoveMember(long conversationId, long actorId, long userId) implements Command {}

  /// Changes what is not null (owner, admin). Answered by [Reply.Conversation].
  record ChangeConversation(
      long conversationId,
      long actorId,
      @Nullable String name,
      @Nullable JoinPolicy joinPolicy,
      byte @Nullable [] ext)
      implements Command {}

  /// Changes what is not null. `role` `OWNER` by the owner hands the conversation over. Answered by
  /// [Reply.Done].
  ///
  /// @param mutedUntil epoch milliseconds, 0 ends a mute
  record ChangeMember(
      long conversationId,
      long actorId,
      long userId,
      @Nullable Role role,
      @Nullable String nickname,
      @Nullable Long mutedUntil)
      implements Command {}

  /// Ends the conversation for everybody (owner). Answered by [Reply.Done].
  record Disband(long conversationId, long actorId) implements Command {}

  /// Moves the read position forward. Answered by [Reply.Done], also when it was further already.
  record Read(long conversationId, long userId, String deviceId, long seq) implements Command {}

  /// Moves the delivered position forward; kept in direct conversations only. Answered by
  /// [Reply.Done].
  record Delivered(long conversationId, long userId, String deviceId, long seq)
      implements Command {}

  /// Tells the others that the user types; never stored. Answered by [Reply.Done].
  record Typing(long conversationId, long userId, String deviceId) implements Command {}
}
