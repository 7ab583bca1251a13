package io.gostacker.testkit.transport;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Plays a send instance: notes commands in the order in which they come and answers them, at once
/// or when told; answers reads with pages that were laid out; knows routes and delivers by them.
public final class PlayedSend implements SendPort, RoutePort {
  private final List<Command> commands = new ArrayList<>();
  private final List<Boolean> following = new ArrayList<>();
  private final Deque<Runnable> withheld = new ArrayDeque<>();
  private final Map<String, Gateway> gateways = new ConcurrentHashMap<>();
  private final Map<Object, Object> pages = new ConcurrentHashMap<>();
  private boolean withholding;
  private volatile @Nullable Reply refusal;

  /// What is known of a gateway.
  private static final class Gateway {
    final DeliveryPort port;
    final Set<Long> users = ConcurrentHashMap.newKeySet();
    volatile BitSet owned = new BitSet();

    Gateway(DeliveryPort port) {
      this.port = port;
    }
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    int place;
    synchronized (this) {
      commands.add(command);
      following.add(replyTo.follows());
      place = commands.size();
      if (withholding) {
        withheld.add(() -> replyTo.reply(answer(command, place)));
        return;
      }
    }
    replyTo.reply(answer(command, place));
  }

  private Reply answer(Command command, int place) {
    Reply refused = refusal;
    if (refused != null) {
      return refused;
    }
    Object laidOut = pages.get(command);
    if (laidOut instanceof Reply reply) {
      return reply;
    }
    return command instanceof Command.SendMessage send
        ? new Reply.Sent(send.conversationId(), place, 1, false)
        : new Reply.Done();
  }

  /// From now on every command is refused.
  public void refuse(Reply.Refused answer) {
    refusal = answer;
  }

  /// From now on answers wait for [#answerAll].
  public synchronized void withhold() {
    withholding = true;
  }

  public void answerAll() {
    List<Runnable> due;
    synchronized (this) {
      withholding = false;
      due = List.copyOf(withheld);
      withheld.clear();
    }
    due.forEach(Runnable::run);
  }

  public synchronized List<Command> commands() {
    return List.copyOf(commands);
  }

  /// Of each command whether it follows one whose end its caller had not been told.
  public synchronized List<Boolean> following() {
    return List.copyOf(following);
  }

  /// Lays out what is answered to a query or a command. A [Refusal] is thrown.
  public PlayedSend answering(Object question, Object answer) {
    pages.put(question, answer);
    return this;
  }

  private <T> T page(Object question, Class<T> type) {
    Object page = pages.get(question);
    if (page instanceof Refusal refusal) {
      throw refusal;
    }
    if (page == null) {
      throw Refusal.of(ErrorCode.NOT_MEMBER, "nothing is laid out for " + question);
    }
    return type.cast(page);
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    return page(query, MessagePage.class);
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    return page(query, SyncPage.class);
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    return page(List.of("conversation", userId, conversationId), ConversationView.class);
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    return page(
        List.of("conversations", userId, limit, String.valueOf(cursor)), ConversationPage.class);
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return page(List.of("members", userId, conversationId, limit, afterUserId), MemberPage.class);
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return page(List.of("bans", userId, conversationId, limit, afterUserId), BanPage.class);
  }

  @Override
  public void attach(String gatewayId, DeliveryPort delivery) {
    gateways.put(gatewayId, new Gateway(delivery));
  }

  @Override
  public void detach(String gatewayId) {
    gateways.remove(gatewayId);
  }

  @Override
  public void online(String gatewayId, long userId) {
    Gateway gateway = gateways.get(gatewayId);
    if (gateway != null) {
      gateway.users.add(userId);
    }
  }

  @Override
  public void offline(String gatewayId, long userId) {
    Gateway gateway = gateways.get(gatewayId);
    if (gateway != null) {
      gateway.users.remove(userId);
    }
  }

  @Override
  public void own(String gatewayId, BitSet owned) {
    Gateway gateway = gateways.get(gatewayId);
    if (gateway != null) {
      gateway.owned = owned;
    }
  }

  /// Users that are online, at whatever gateway.
  public Set<Long> online() {
    Set<Long> users = new HashSet<>();
    gateways.values().forEach(gateway -> users.addAll(gateway.users));
    return users;
  }

  /// Shards that a gateway takes this instance for the owner of.
  public BitSet owned() {
    BitSet owned = new BitSet();
    gateways.values().forEach(gateway -> owned.or(gateway.owned));
    return owned;
  }

  /// Hands a frame to every gateway that has one of its recipients.
  public void deliver(Delivery.Frame frame) {
    for (Gateway gateway : gateways.values()) {
      for (long userId : frame.recipients()) {
        if (gateway.users.contains(userId)) {
          gateway.port.deliver(frame);
          break;
        }
      }
    }
  }
}
