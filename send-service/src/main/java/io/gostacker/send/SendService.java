package io.gostacker.send;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.gostacker.send.read.History;
import io.gostacker.send.read.Sync;
import io.gostacker.send.read.Views;
import io.gostacker.send.shard.ShardWorkers;
import io.gostacker.send.store.MessageStore;
import io.gostacker.send.store.UserConversations;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The send service as the others see it: commands to the shards, reads to their readers.
public final class SendService implements SendPort {
  private final ShardWorkers shards;
  private final History history;
  private final Sync sync;
  private final Views views;

  public SendService(ShardWorkers shards, JdbcClient jdbc, InstantSource clock) {
    MessageStore messages = new MessageStore(jdbc);
    UserConversations stored = new UserConversations(jdbc);
    this.shards = shards;
    this.history = new History(shards.reads(), messages);
    this.sync = new Sync(shards.reads(), messages, stored);
    this.views = new Views(shards.reads(), stored, clock);
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    shards.submit(command, replyTo);
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    return history.page(query);
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    return sync.page(query);
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    return views.conversation(userId, conversationId);
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    return views.conversations(userId, limit, cursor);
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return views.members(userId, conversationId, limit, afterUserId);
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return views.bans(userId, conversationId, limit, afterUserId);
  }
}
