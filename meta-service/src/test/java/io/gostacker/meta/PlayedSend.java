package io.gostacker.meta;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plays the send service: keeps conversations in memory and decides membership, roles and answers
/// as the port promises, on a thread of its own.
final class PlayedSend implements SendPort, AutoCloseable {
  private static final long NOW = 1_795_000_000_000L;

  private final Map<Long, Kept> conversations = new TreeMap<>();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private final Map<String, Command.SendMessage> messages = new LinkedHashMap<>();
  private int troubles;
  private long unreachable;
  private volatile boolean silent;

  private static final class Kept {
    final Command.Create created;
    final TreeMap<Long, MemberView> members = new TreeMap<>();
    @Nullable String name;
    JoinPolicy joinPolicy;
    byte @Nullable [] ext;

    Kept(Command.Create created) {
      this.created = created;
      this.name = created.name();
      this.joinPolicy = created.joinPolicy();
      this.ext = created.ext();
      for (long id : created.memberIds()) {
        boolean owner = created.type() != ConversationType.DIRECT && id == created.creatorId();
        members.put(id, new MemberView(id, owner ? Role.OWNER : Role.MEMBER, null, 0, NOW));
      }
    }

    Role role(long userId) {
      MemberView member = members.get(userId);
      return member == null ? Role.MEMBER : member.role();
    }
  }

  /// From now on commands are taken and not answered, or answered again.
  void beSilent(boolean silent) {
    this.silent = silent;
  }

  /// The names of the conversations' members, for assertions on what arrived here.
  int count() {
    synchronized (this) {
      return conversations.size();
    }
  }

  /// So many of the next messages are answered `overloaded`.
  synchronized void beOverloaded(int times) {
    troubles = times;
  }

  /// From now on messages into conversations of this user are answered `overloaded`; of nobody with
  /// 0.
  synchronized void beOverloadedTo(long userId) {
    unreachable = userId;
  }

  /// The messages that stand, each once, in their order.
  synchronized List<Command.SendMessage> messages() {
    return List.copyOf(messages.values());
  }

  /// Who is in a conversation.
  synchronized Set<Long> members(long conversationId) {
    Kept kept = conversations.get(conversationId);
    return kept == null ? Set.of() : Set.copyOf(kept.members.keySet());
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    if (!silent) {
      worker.execute(() -> replyTo.reply(decide(command)));
    }
  }

  private synchronized Reply decide(Command command) {
    return switch (command) {
      case Command.SendMessage send -> send(send);
      case Command.Create create -> create(create);
      case Command.AddMembers add -> add(add);
      case Command.Join join -> join(join);
      case Command.RemoveMember remove -> remove(remove);
      case Command.ChangeConversation change -> change(change);
      case Command.ChangeMember change -> change(change);
      case Command.Disband disband -> disband(disband);
      default -> new Reply.Refused(ErrorCode.INTERNAL, "not played: " + command);
    };
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    throw Refusal.of(ErrorCode.INTERNAL, "not played");
  }

  private Reply send(Command.SendMessage send) {
    Kept kept = conversations.get(send.conversationId());
    if (troubles > 0) {
      troubles--;
      return new Reply.Refused(ErrorCode.OVERLOADED, "played");
    }
    if (kept == null || !kept.members.containsKey(send.senderId())) {
      return notMember();
    }
    if (kept.members.containsKey(unreachable)) {
      return new Reply.Refused(ErrorCode.OVERLOADED, "played");
    }
    if (Arrays.stream(kept.created.blockers()).anyMatch(id -> id != send.senderId())) {
      return new Reply.Refused(ErrorCode.BLOCKED, "blocked");
    }
    String key = send.conversationId() + " " + send.senderId() + " " + send.clientMessageId();
    boolean repeated = messages.putIfAbsent(key, send) != null;
    return new Reply.Sent(send.conversationId(), messages.size(), NOW, repeated);
  }

  private Reply create(Command.Create create) {
    boolean existed = conversations.containsKey(create.conversationId());
    Kept kept = conversations.computeIfAbsent(create.conversationId(), id -> new Kept(create));
    return kept.members.containsKey(create.creatorId())
        ? new Reply.Conversation(view(kept), existed)
        : new Reply.Refused(ErrorCode.CONFLICT, "no longer yours");
  }

  private Reply add(Command.AddMembers add) {
    Kept kept = conversations.get(add.conversationId());
    Reply refused = refusal(kept, add.actorId(), Role.ADMIN);
    if (refused != null || kept == null) {
      return Objects.requireNonNull(refused);
    }
    long[] added =
        Arrays.stream(add.userIds()).filter(id -> !kept.members.containsKey(id)).toArray();
    long[] already = Arrays.stream(add.userIds()).filter(kept.members::containsKey).toArray();
    for (long id : added) {
      kept.members.put(id, new MemberView(id, Role.MEMBER, null, 0, NOW));
    }
    return new Reply.MembersAdded(added, already, new long[0]);
  }

  private Reply join(Command.Join join) {
    Kept kept = conversations.get(join.conversationId());
    if (kept == null || (kept.joinPolicy == JoinPolicy.INVITE && !join.approved())) {
      return notMember();
    }
    if (kept.joinPolicy == JoinPolicy.APPROVAL
        && !join.approved()
        && !kept.members.containsKey(join.userId())) {
      return new Reply.Refused(ErrorCode.FORBIDDEN, "needs approval");
    }
    MemberView joined = new MemberView(join.userId(), Role.MEMBER, null, 0, NOW);
    boolean existed = kept.members.putIfAbsent(join.userId(), joined) != null;
    return new Reply.Conversation(view(kept), existed);
  }

  private Reply remove(Command.RemoveMember remove) {
    boolean leaving = remove.actorId() == remove.userId();
    Kept kept = conversations.get(remove.conversationId());
    Reply refused = refusal(kept, remove.actorId(), leaving ? Role.MEMBER : Role.ADMIN);
    if (refused != null || kept == null) {
      return Objects.requireNonNull(refused);
    }
    if (!kept.members.containsKey(remove.userId())) {
      return new Reply.Refused(ErrorCode.NOT_FOUND, "not a member");
    }
    if (!leaving && kept.role(remove.userId()).compareTo(kept.role(remove.actorId())) >= 0) {
      return new Reply.Refused(ErrorCode.FORBIDDEN, "stands above you");
    }
    kept.members.remove(remove.userId());
    return new Reply.Done();
  }

  private Reply change(Command.ChangeConversation change) {
    Kept kept = conversations.get(change.conversationId());
    Reply refused = refusal(kept, change.actorId(), Role.ADMIN);
    if (refused != null || kept == null) {
      return Objects.requireNonNull(refused);
    }
    kept.name = change.name() == null ? kept.name : change.name();
    kept.joinPolicy = change.joinPolicy() == null ? kept.joinPolicy : change.joinPolicy();
    kept.ext = change.ext() == null ? kept.ext : change.ext();
    return new Reply.Conversation(view(kept), true);
  }

  private Reply change(Command.ChangeMember change) {
    Kept kept = conversations.get(change.conversationId());
    boolean own =
        change.actorId() == change.userId() && change.role() == null && change.mutedUntil() == null;
    Reply refused = refusal(kept, change.actorId(), own ? Role.MEMBER : Role.ADMIN);
    if (refused != null || kept == null) {
      return Objects.requireNonNull(refused);
    }
    MemberView member = kept.members.get(change.userId());
    if (member == null) {
      return new Reply.Refused(ErrorCode.NOT_FOUND, "not a member");
    }
    if (change.role() != null && kept.role(change.actorId()) != Role.OWNER) {
      return new Reply.Refused(ErrorCode.FORBIDDEN, "only the owner gives roles");
    }
    if (change.role() == Role.OWNER) {
      kept.members.replaceAll(
          (id, m) -> m.role() == Role.OWNER ? with(m, Role.ADMIN, null, null) : m);
    }
    kept.members.put(
        change.userId(), with(member, change.role(), change.nickname(), change.mutedUntil()));
    return new Reply.Done();
  }

  private static MemberView with(
      MemberView member, @Nullable Role role, @Nullable String nickname, @Nullable Long mute) {
    String name = nickname == null ? member.nickname() : nickname.isEmpty() ? null : nickname;
    return new MemberView(
        member.userId(),
        role == null ? member.role() : role,
        name,
        mute == null ? member.mutedUntil() : mute,
        member.joinedAt());
  }

  private Reply disband(Command.Disband disband) {
    Kept kept = conversations.get(disband.conversationId());
    Reply refused = refusal(kept, disband.actorId(), Role.OWNER);
    if (refused != null || kept == null) {
      return Objects.requireNonNull(refused);
    }
    kept.members.clear();
    return new Reply.Done();
  }

  private static @Nullable Reply refusal(@Nullable Kept kept, long actorId, Role needed) {
    if (kept == null || !kept.members.containsKey(actorId)) {
      return notMember();
    }
    if (kept.created.type() == ConversationType.DIRECT) {
      return new Reply.Refused(ErrorCode.FORBIDDEN, "direct");
    }
    return kept.role(actorId).compareTo(needed) < 0
        ? new Reply.Refused(ErrorCode.FORBIDDEN, "only " + needed)
        : null;
  }

  private static Reply notMember() {
    return new Reply.Refused(ErrorCode.NOT_MEMBER, "not a member");
  }

  private static ConversationView view(Kept kept) {
    long owner =
        kept.members.values().stream()
            .filter(member -> member.role() == Role.OWNER)
            .mapToLong(MemberView::userId)
            .findFirst()
            .orElse(0);
    return new ConversationView(
        kept.created.conversationId(),
        kept.created.type(),
        kept.name,
        owner,
        kept.members.size(),
        0,
        0,
        0,
        null,
        kept.joinPolicy,
        kept.created.history(),
        kept.ext,
        NOW);
  }

  private Kept seenBy(long userId, long conversationId) {
    Kept kept = conversations.get(conversationId);
    if (kept == null || !kept.members.containsKey(userId)) {
      throw Refusal.of(ErrorCode.NOT_MEMBER, "not a member");
    }
    return kept;
  }

  @Override
  public synchronized ConversationView conversation(long userId, long conversationId) {
    return view(seenBy(userId, conversationId));
  }

  @Override
  public synchronized ConversationPage conversations(
      long userId, int limit, @Nullable String cursor) {
    long after = cursor == null ? 0 : Long.parseLong(cursor);
    Stream<Kept> mine =
        conversations.values().stream()
            .filter(kept -> kept.members.containsKey(userId))
            .filter(kept -> kept.created.conversationId() > after);
    List<ConversationView> views = mine.limit(limit + 1).map(PlayedSend::view).toList();
    if (views.size() <= limit) {
      return new ConversationPage(views, null);
    }
    List<ConversationView> items = views.subList(0, limit);
    return new ConversationPage(items, Long.toString(items.getLast().conversationId()));
  }

  @Override
  public synchronized MemberPage members(
      long userId, long conversationId, int limit, long afterUserId) {
    List<MemberView> members =
        List.copyOf(seenBy(userId, conversationId).members.tailMap(afterUserId, false).values());
    return new MemberPage(
        members.subList(0, Math.min(limit, members.size())), members.size() > limit);
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    throw new UnsupportedOperationException("meta reads no messages");
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    throw new UnsupportedOperationException("meta reads no messages");
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
