package io.gostacker.verify.bug;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A send service with all kinds of mistakes at its door.
final class BuggySend implements SendPort {
  private static final int SELDOM = 40;

  private final SendPort send;
  private final AtomicReference<@Nullable Runnable> heldBack = new AtomicReference<>();

  BuggySend(SendPort send) {
    this.send = send;
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    if (command instanceof Command.SendMessage message) {
      submit(message, replyTo);
    } else if (command instanceof Command.RemoveMember && Bugs.isActive(Bug.REMOVES_NOBODY)) {
      replyTo.reply(new Reply.Done());
    } else {
      send.submit(command, replyTo);
    }
  }

  private void submit(Command.SendMessage message, ReplyTo replyTo) {
    if (Bugs.strikes(Bug.ALTERS_A_TEXT, SELDOM)) {
      byte[] other =
          new String(message.content(), UTF_8).replace("message", "massage").getBytes(UTF_8);
      send.submit(
          new Command.SendMessage(
              message.conversationId(),
              message.senderId(),
              message.deviceId(),
              message.clientMessageId(),
              other,
              message.system()),
          replyTo);
    } else if (Bugs.isActive(Bug.SWAPS_COMMANDS)) {
      Runnable own = () -> send.submit(message, replyTo);
      Runnable before = heldBack.getAndSet(null);
      if (before != null) {
        own.run();
        before.run();
      } else if (Bugs.strikes(Bug.SWAPS_COMMANDS, 2)) {
        heldBack.set(own);
      } else {
        own.run();
      }
    } else {
      send.submit(message, reply -> replyTo.reply(answer(reply)));
    }
  }

  private static Reply answer(Reply reply) {
    if (reply instanceof Reply.Sent(long conversation, long seq, long at, boolean repeated)) {
      if (Bugs.strikes(Bug.ANSWERS_WITH_ANOTHER_SEQ, SELDOM)) {
        return new Reply.Sent(conversation, seq - 1, at, repeated);
      } else if (!repeated && Bugs.strikes(Bug.REFUSES_WHAT_IT_APPENDED, SELDOM)) {
        return new Reply.Refused(ErrorCode.FORBIDDEN, "no");
      }
    }
    return reply;
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    MessagePage page = send.history(query);
    List<Message> items = new ArrayList<>(page.items());
    if (Bugs.isActive(Bug.HISTORY_LACKS_THE_NEWEST) && !page.hasMore() && !items.isEmpty()) {
      items.removeLast();
    } else if (Bugs.isActive(Bug.HISTORY_SWAPS_MESSAGES) && items.size() > 3) {
      Message one = items.get(1);
      Message other = items.get(2);
      items.set(1, withContent(one, other));
      items.set(2, withContent(other, one));
    }
    return new MessagePage(items, page.hasMore());
  }

  private static Message withContent(Message place, Message what) {
    return new Message(
        place.conversationId(),
        place.seq(),
        what.senderId(),
        what.clientMessageId(),
        what.content(),
        what.sentAt(),
        what.targetSeq());
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    SyncPage page = send.sync(query);
    List<SyncedConversation> conversations = new ArrayList<>();
    for (SyncedConversation each : page.conversations()) {
      List<Message> messages = new ArrayList<>(each.messages());
      if (Bugs.isActive(Bug.SYNC_LACKS_THE_NEWEST) && !messages.isEmpty()) {
        messages.removeLast();
      }
      if (!Bugs.strikes(Bug.SYNC_FORGETS_A_CONVERSATION, 3)) {
        conversations.add(
            new SyncedConversation(
                each.conversationId(), each.lastSeq(), each.readSeq(), messages, each.hasMore()));
      }
    }
    return new SyncPage(conversations, page.gone(), page.more());
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    return send.conversation(userId, conversationId);
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    return send.conversations(userId, limit, cursor);
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return send.members(userId, conversationId, limit, afterUserId);
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return send.bans(userId, conversationId, limit, afterUserId);
  }
}
