package io.gostacker.send.read;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.SendPort.HistoryQuery;
import io.gostacker.common.transport.SendPort.MessagePage;
import io.gostacker.send.conversation.ConversationState;
import io.gostacker.send.shard.ShardReads;
import io.gostacker.send.store.MessageStore;
import java.util.List;
import org.springframework.dao.DataAccessException;

/// Pages of one conversation's messages. Sees every message whose `sent` was answered before,
/// flushed or not, and nothing that the member may not see.
public final class History {
  private final ShardReads shards;
  private final MergedMessages messages;

  public History(ShardReads shards, MessageStore store) {
    this.shards = shards;
    this.messages = new MergedMessages(store);
  }

  /// See [io.gostacker.common.transport.SendPort#history]. While MySQL is away the newest messages
  /// come as far as they are in memory, with word that there are more.
  public MessagePage page(HistoryQuery query) {
    boolean ascending = query.afterSeq() >= 0;
    int wanted = query.limit() + 1; // one more tells whether there are more
    Range range =
        shards.ask(
            query.conversationId(),
            (state, tail) -> {
              requireMember(state, query.userId());
              long from = Math.max(state.visibleFrom(query.userId()), query.afterSeq() + 1);
              long to = query.beforeSeq() < 0 ? state.lastSeq() : query.beforeSeq() - 1;
              return new Range(
                  from,
                  to,
                  ascending ? tail.lowest(from, to, wanted) : tail.highest(from, to, wanted));
            });
    List<Message> found;
    try {
      found =
          ascending
              ? messages.ascending(query.conversationId(), range.from, range.to, wanted, range.tail)
              : messages.descending(
                  query.conversationId(), range.from, range.to, wanted, range.tail);
    } catch (DataAccessException e) {
      if (ascending || range.tail.isEmpty()) {
        throw e;
      }
      return new MessagePage(range.tail.reversed(), true);
    }
    boolean hasMore = found.size() > query.limit();
    return new MessagePage(hasMore ? found.subList(0, query.limit()) : found, hasMore);
  }

  static void requireMember(ConversationState state, long userId) {
    if (!state.isMember(userId)) {
      throw Refusal.of(ErrorCode.NOT_MEMBER, "You are not a member of this conversation");
    }
  }

  private record Range(long from, long to, List<Message> tail) {}
}
