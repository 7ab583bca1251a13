package io.gostacker.gateway;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.DeliveryPort;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// The send service in memory, behind both its ports: one thread decides everything in order, on
/// which replies are given and deliveries made, as the real one does on its own threads.
final class InMemorySend implements SendPort, RoutePort, AutoCloseable {
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("send").daemon().factory());
  private final Map<Long, Conversation> conversations = new ConcurrentHashMap<>();
  private final Map<String, DeliveryPort> gateways = new ConcurrentHashMap<>();
  private final Set<Long> online = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
  final Queue<Command> commands = new ConcurrentLinkedQueue<>();
  final List<String> routeCalls = new CopyOnWriteArrayList<>();
  volatile boolean holdReplies;
  volatile @Nullable RuntimeException routeFailure;

  void create(long id, long... members) {
    conversations.put(id, new Conversation(LongStream.of(members).sorted().toArray()));
  }

  boolean isOnline(long userId) {
    return online.contains(userId);
  }

  DeliveryPort delivery() {
    return gateways.values().iterator().next();
  }

  void releaseReplies() {
    holdReplies = false;
    for (Runnable reply = held.poll(); reply != null; reply = held.poll()) {
      worker.execute(reply);
    }
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    worker.execute(() -> {
      commands.add(command);
      Reply reply = decide(command);
      if (holdReplies) {
        held.add(() -> replyTo.reply(reply));
      } else {
        replyTo.reply(reply);
      }
    });
  }

  private Reply decide(Command command) {
    Conversation conversation = conversations.get(command.conversationId());
    return switch (command) {
      case Command.SendMessage send ->
          conversation == null || !conversation.has(send.senderId())
              ? notMember()
              : append(conversation, send);
      case Command.Read read -> {
        if (conversation == null || !conversation.has(read.userId())) {
          yield notMember();
        }
        conversation.read.merge(read.userId(), read.seq(), Math::max);
        yield new Reply.Done();
      }
      case Command.Delivered delivered ->
          conversation == null || !conversation.has(delivered.userId())
              ? notMember()
              : new Reply.Done();
      case Command.Typing typing -> {
        if (conversation == null || !conversation.has(typing.userId())) {
          yield notMember();
        }
        JsonBytes json = new JsonBytes(64).raw("{\"type\":\"typing\",\"conversationId\":");
        json.id(typing.conversationId()).raw(",\"userId\":").id(typing.userId()).raw("}");
        deliver(
            new Delivery.Frame(
                typing.conversationId(),
                0,
                json.toByteArray(),
                LongStream.of(conversation.members).filter(m -> m != typing.userId()).toArray(),
                0,
                ""));
        yield new Reply.Done();
      }
      default -> throw new UnsupportedOperationException(command.toString());
    };
  }

  private Reply append(Conversation conversation, Command.SendMessage send) {
    String key = send.senderId() + " " + send.clientMessageId();
    Message earlier = conversation.byClientId.get(key);
    if (earlier != null) {
      return new Reply.Sent(send.conversationId(), earlier.seq(), earlier.sentAt(), true);
    }
    long seq = conversation.lastSeq + 1;
    Message message =
        new Message(
            send.conversationId(),
            seq,
            send.senderId(),
            send.clientMessageId(),
            send.content(),
            1_700_000_000_000L + seq,
            0);
    conversation.messages.add(message);
    conversation.lastSeq = seq;
    conversation.byClientId.put(key, message);
    deliver(
        new Delivery.Frame(
            send.conversationId(),
            seq,
            MessageJson.frame(message),
            conversation.members,
            send.senderId(),
            send.deviceId()));
    return new Reply.Sent(send.conversationId(), seq, message.sentAt(), false);
  }

  /// To the members with a route, as the real fan-out does.
  private void deliver(Delivery.Frame frame) {
    long[] recipients = LongStream.of(frame.recipients()).filter(this::isOnline).toArray();
    if (recipients.length > 0) {
      Delivery routed =
          new Delivery.Frame(
              frame.conversationId(),
              frame.seq(),
              frame.frame(),
              recipients,
              frame.exceptUserId(),
              frame.exceptDeviceId());
      gateways.values().forEach(gateway -> gateway.deliver(routed));
    }
  }

  private static Reply notMember() {
    return new Reply.Refused(ErrorCode.NOT_MEMBER, "Not a member of this conversation");
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    Conversation conversation = conversations.get(query.conversationId());
    if (conversation == null || !conversation.has(query.userId())) {
      throw Refusal.of(ErrorCode.NOT_MEMBER, "Not a member of this conversation");
    }
    boolean ascending = query.afterSeq() >= 0;
    List<Message> matching =
        new ArrayList<>(
            conversation.messages.stream()
                .filter(m -> query.afterSeq() < 0 || m.seq() > query.afterSeq())
                .filter(m -> query.beforeSeq() < 0 || m.seq() < query.beforeSeq())
                .sorted(
                    ascending
                        ? Comparator.comparingLong(Message::seq)
                        : Comparator.comparingLong(Message::seq).reversed())
                .toList());
    boolean more = matching.size() > query.limit();
    return new MessagePage(matching.subList(0, Math.min(query.limit(), matching.size())), more);
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    List<SyncedConversation> news = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    query.cursors().keySet().stream()
        .filter(id -> !conversations.containsKey(id) || !conversations.get(id).has(query.userId()))
        .forEach(gone::add);
    conversations.forEach((id, conversation) -> {
      long cursor = query.cursors().getOrDefault(id, 0L);
      List<Message> newer = conversation.messages.stream().filter(m -> m.seq() > cursor).toList();
      if (conversation.has(query.userId()) && !newer.isEmpty()) {
        news.add(
            new SyncedConversation(
                id,
                conversation.messages.size(),
                conversation.read.getOrDefault(query.userId(), 0L),
                newer.subList(0, Math.min(newer.size(), query.limit())),
                newer.size() > query.limit()));
      }
    });
    return new SyncPage(news, gone, false);
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void attach(String gatewayId, DeliveryPort delivery) {
    gateways.put(gatewayId, delivery);
  }

  @Override
  public void detach(String gatewayId) {
    gateways.remove(gatewayId);
  }

  @Override
  public void online(String gatewayId, long userId) {
    RuntimeException failure = routeFailure;
    if (failure != null) {
      throw failure;
    }
    routeCalls.add("online " + userId);
    online.add(userId);
  }

  @Override
  public void offline(String gatewayId, long userId) {
    routeCalls.add("offline " + userId);
    online.remove(userId);
  }

  @Override
  public void close() throws InterruptedException {
    worker.shutdown();
    worker.awaitTermination(10, TimeUnit.SECONDS);
  }

  private static final class Conversation {
    final long[] members;
    final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    volatile long lastSeq;
    final Map<String, Message> byClientId = new HashMap<>();
    final Map<Long, Long> read = new ConcurrentHashMap<>();

    Conversation(long[] members) {
      this.members = members;
    }

    boolean has(long userId) {
      return LongStream.of(members).anyMatch(member -> member == userId);
    }
  }
}
