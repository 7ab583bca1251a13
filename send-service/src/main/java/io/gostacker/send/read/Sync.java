package io.gostacker.send.read;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.transport.SendPort.SyncPage;
import io.gostacker.common.transport.SendPort.SyncQuery;
import io.gostacker.common.transport.SendPort.SyncedConversation;
import io.gostacker.send.read.Candidates.Candidate;
import io.gostacker.send.shard.ShardReads;
import io.gostacker.send.store.MessageStore;
import io.gostacker.send.store.UserConversations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything of a user's that is newer than the user's cursors, as much as fits into one answer.
public final class Sync {
  /// Conversations with news in one answer, at most; the contract's number.
  public static final int MAX_CONVERSATIONS = 100;

  /// Bytes of one answer at most; the contract's number.
  private static final int MAX_BYTES = 512 * 1024;

  /// What an answer takes besides conversations and `gone`.
  private static final int ANSWER_BYTES = 64;

  /// What an id takes among `gone`.
  private static final int ID_BYTES = 22;

  /// What a conversation takes besides its messages.
  private static final int CONVERSATION_BYTES = 128;

  /// What a message takes besides its content and its client's id.
  private static final int MESSAGE_BYTES = 196;

  private final ShardReads shards;
  private final Candidates candidates;
  private final MergedMessages messages;

  public Sync(ShardReads shards, MessageStore store, UserConversations stored) {
    this.shards = shards;
    this.candidates = new Candidates(shards, stored);
    this.messages = new MergedMessages(store);
  }

  /// See [io.gostacker.common.transport.SendPort#sync].
  public SyncPage page(SyncQuery query) {
    Map<Long, Long> cursors = query.cursors();
    Set<Long> gone = new HashSet<>(cursors.keySet());
    List<Candidate> withNews = new ArrayList<>();
    for (Candidate candidate : candidates.of(query.userId())) {
      gone.remove(candidate.conversationId());
      long cursor = cursors.getOrDefault(candidate.conversationId(), 0L);
      if (candidate.lastSeq() > cursor || candidate.unflushed()) {
        withNews.add(candidate);
      }
    }
    withNews.sort(Comparator.comparingLong(Candidate::activity).reversed());
    return fill(query, withNews, gone);
  }

  private SyncPage fill(SyncQuery query, List<Candidate> withNews, Set<Long> gone) {
    List<SyncedConversation> filled = new ArrayList<>();
    int bytesLeft = MAX_BYTES - ANSWER_BYTES - gone.size() * ID_BYTES;
    boolean more = false;
    boolean full = false;
    for (Candidate candidate : withNews) {
      if (full || filled.size() == MAX_CONVERSATIONS) {
        more = true;
        break;
      }
      long id = candidate.conversationId();
      News news = news(query, id);
      if (news == null) {
        if (query.cursors().containsKey(id)) {
          gone.add(id);
          bytesLeft -= ID_BYTES;
        }
        continue;
      }
      SyncedConversation conversation = cut(id, news, query.limit(), bytesLeft, filled.isEmpty());
      if (!conversation.messages().isEmpty()) {
        filled.add(conversation);
        bytesLeft -= bytes(conversation);
      }
      more |= conversation.hasMore();
      full = conversation.hasMore() && conversation.messages().size() < query.limit();
    }
    return new SyncPage(filled, gone.stream().sorted().toList(), more);
  }

  /// A conversation's messages after the cursor, one more than asked for if there are; null when
  /// the user is no member.
  private @Nullable News news(SyncQuery query, long id) {
    long cursor = query.cursors().getOrDefault(id, 0L);
    int wanted = query.limit() + 1;
    Start start =
        shards.ask(
            id,
            (state, tail) -> {
              if (!state.isMember(query.userId())) {
                return new Start(false, 0, 0, 0, List.of());
              }
              long from = Math.max(cursor + 1, state.visibleFrom(query.userId()));
              return new Start(
                  true,
                  from,
                  state.lastSeq(),
                  state.readSeq(query.userId()),
                  tail.lowest(from, state.lastSeq(), wanted));
            });
    if (!start.member) {
      return null;
    }
    List<Message> found = messages.ascending(id, start.from, start.lastSeq, wanted, start.tail);
    return new News(start.lastSeq, start.readSeq, found);
  }

  /// @param first whether at least one message must go in, however large
  private static SyncedConversation cut(
      long id, News news, int limit, int bytesLeft, boolean first) {
    List<Message> kept = new ArrayList<>();
    int bytes = CONVERSATION_BYTES;
    for (Message message : news.messages) {
      bytes += bytes(message);
      boolean fits = bytes <= bytesLeft || (first && kept.isEmpty());
      if (kept.size() == limit || !fits) {
        return new SyncedConversation(id, news.lastSeq, news.readSeq, kept, true);
      }
      kept.add(message);
    }
    return new SyncedConversation(id, news.lastSeq, news.readSeq, kept, false);
  }

  private static int bytes(SyncedConversation conversation) {
    return CONVERSATION_BYTES + conversation.messages().stream().mapToInt(Sync::bytes).sum();
  }

  private static int bytes(Message message) {
    return MESSAGE_BYTES + message.clientMessageId().length() + message.content().length;
  }

  private record Start(boolean member, long from, long lastSeq, long readSeq, List<Message> tail) {}

  private record News(long lastSeq, long readSeq, List<Message> messages) {}
}
