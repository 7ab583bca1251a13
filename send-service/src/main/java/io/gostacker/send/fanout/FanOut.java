package io.gostacker.send.fanout;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.fault.FailPoint;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.record.LogRecord.Unreadable;
import io.gostacker.common.transport.Command.Typing;
import io.gostacker.common.transport.Delivery;
import io.gostacker.send.conversation.ConversationState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Applies records to states and hands out the frames they lead to, in the order of the log and
/// with the members as of each record: nothing newer reaches who was removed. Called on the loop of
/// the conversation's shard.
public final class FanOut {
  private static final long[] NOBODY = new long[0];

  private final Deliveries routes;
  private final int receiptMembers;

  /// @param receiptMembers up to how many members a group may have whose receipts, typing and
  ///   changes of single members go to all of them
  public FanOut(Deliveries routes, int receiptMembers) {
    this.routes = routes;
    this.receiptMembers = receiptMembers;
  }

  /// Applies a record and hands out what it leads to.
  public void apply(ConversationState state, LogRecord logRecord, int epoch) {
    if (routes.isEmpty()) {
      state.apply(logRecord, epoch);
      return;
    }
    Map<Long, ConversationView> farewell = farewell(state, logRecord);
    long[] former = logRecord instanceof ConversationDisbanded ? state.memberIds() : NOBODY;
    state.apply(logRecord, epoch);
    change(state, logRecord, farewell);
    MessageAppended message = logRecord.message();
    if (message != null) {
      deliver(message, former.length == 0 ? state.memberIds() : former);
    }
  }

  /// Hands out what a record leads to that may have been handed out before, by an owner that died:
  /// to those who are members now and may see it.
  public void repeat(ConversationState state, LogRecord logRecord) {
    MessageAppended message = logRecord.message();
    if (message != null && !routes.isEmpty()) {
      long[] entitled =
          Arrays.stream(state.memberIds())
              .filter(member -> state.visibleFrom(member) <= message.seq())
              .toArray();
      deliver(message, entitled);
    }
    if (logRecord instanceof ConversationCreated || logRecord instanceof MembersJoined) {
      tell(state, "joined", state.memberIds());
    }
  }

  /// Tells the others that a member types.
  public void typing(ConversationState state, Typing typing) {
    if (isSmall(state) && state.isMember(typing.userId()) && !state.isBlocked(typing.userId())) {
      long[] others = others(state, typing.userId());
      byte[] frame = Frames.typing(state.id(), typing.userId());
      routes.deliver(new Delivery.Frame(state.id(), 0, frame, others, 0, ""));
    }
  }

  /// Everybody may have missed something.
  public void resyncAll() {
    routes.resyncAll();
  }

  /// Whether nobody would get a frame.
  public boolean isIdle() {
    return routes.isEmpty();
  }

  private void deliver(MessageAppended message, long[] recipients) {
    FailPoint.SEND_IN_FAN_OUT.reached();
    routes.deliver(
        new Delivery.Frame(
            message.conversationId(),
            message.seq(),
            MessageJson.frame(message.view()),
            recipients,
            message.senderId(),
            message.senderDevice()));
  }

  private void change(
      ConversationState state, LogRecord logRecord, Map<Long, ConversationView> farewell) {
    switch (logRecord) {
      case MessageAppended message -> {}
      case ConversationCreated created -> tell(state, "created", state.memberIds());
      case MembersJoined joined ->
          tell(state, "joined", isSmall(state) ? state.memberIds() : joined.userIds());
      case MemberLeft left -> {
        sayFarewell(state.id(), "left", farewell);
        tell(state, "left", isSmall(state) ? state.memberIds() : NOBODY);
      }
      case ConversationChanged changed -> tell(state, "updated", state.memberIds());
      case MemberChanged changed ->
          tell(state, "updated", isSmall(state) ? state.memberIds() : only(changed.userId()));
      case ConversationDisbanded disbanded -> sayFarewell(state.id(), "disbanded", farewell);
      case ReadMoved read -> receipt(state, read);
      case DeliveredMoved delivered -> receipt(state, delivered);
      case ExclusionChanged changed -> {}
      case Unreadable unreadable -> {}
    }
  }

  /// What those see who are no members any more after this record: the conversation as it was.
  private Map<Long, ConversationView> farewell(ConversationState state, LogRecord logRecord) {
    long[] going =
        switch (logRecord) {
          case MemberLeft left -> state.isMember(left.userId()) ? only(left.userId()) : NOBODY;
          case ConversationDisbanded disbanded -> state.memberIds();
          default -> NOBODY;
        };
    Map<Long, ConversationView> views = new HashMap<>();
    for (long userId : going) {
      if (routes.isOnline(userId)) {
        views.put(userId, state.view(userId));
      }
    }
    return views;
  }

  private void sayFarewell(long id, String event, Map<Long, ConversationView> farewell) {
    farewell.forEach((userId, view) -> deliverTo(id, userId, Frames.conversation(event, view)));
  }

  private void tell(ConversationState state, String event, long[] userIds) {
    for (long userId : userIds) {
      if (routes.isOnline(userId) && state.isMember(userId)) {
        deliverTo(state.id(), userId, Frames.conversation(event, state.view(userId)));
      }
    }
  }

  private void deliverTo(long conversationId, long userId, byte[] frame) {
    routes.deliver(new Delivery.Frame(conversationId, 0, frame, only(userId), 0, ""));
  }

  private void receipt(ConversationState state, ReadMoved read) {
    byte[] frame = Frames.receipt(state.id(), read.userId(), "read", read.seq());
    long[] recipients = isSmall(state) ? state.memberIds() : only(read.userId());
    routes.deliver(
        new Delivery.Frame(state.id(), 0, frame, recipients, read.userId(), read.deviceId()));
  }

  private void receipt(ConversationState state, DeliveredMoved delivered) {
    byte[] frame = Frames.receipt(state.id(), delivered.userId(), "delivered", delivered.seq());
    long[] others = others(state, delivered.userId());
    routes.deliver(new Delivery.Frame(state.id(), 0, frame, others, 0, ""));
  }

  private boolean isSmall(ConversationState state) {
    return switch (state.type()) {
      case DIRECT -> true;
      case GROUP -> state.memberCount() <= receiptMembers;
      case CHANNEL -> false;
    };
  }

  private static long[] others(ConversationState state, long userId) {
    return Arrays.stream(state.memberIds()).filter(member -> member != userId).toArray();
  }

  private static long[] only(long userId) {
    return new long[] {userId};
  }
}
