package io.gostacker.grpc.link;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.gostacker.grpc.wire.AnswerCodec;
import io.gostacker.grpc.wire.Query;
import io.gostacker.grpc.wire.QueryCodec;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The send service as a gateway or meta sees it from another process. A read that fails is asked
/// of other instances: any can answer for any conversation.
public final class RemoteSend implements SendPort {
  private static final Logger log = LoggerFactory.getLogger(RemoteSend.class);
  private static final int MAX_ATTEMPTS = 3;

  /// Longer than an instance waits for Redis or MySQL before it says so.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Links links;
  private final Shards shards;
  private final Lanes lanes;

  /// @param shards of the installation, as in the send instances
  public RemoteSend(Links links, Shards shards, MeterRegistry meters) {
    this.links = links;
    this.shards = shards;
    this.lanes = new Lanes(links, shards, meters);
  }

  @Override
  public void submit(Command command, ReplyTo replyTo) {
    lanes.submit(command, replyTo);
  }

  @Override
  public MessagePage history(HistoryQuery query) {
    return AnswerCodec.messages(ask(shards.of(query.conversationId()), new Query.History(query)));
  }

  @Override
  public SyncPage sync(SyncQuery query) {
    return AnswerCodec.sync(ask(query.userId(), new Query.Sync(query)));
  }

  @Override
  public ConversationView conversation(long userId, long conversationId) {
    return AnswerCodec.conversation(
        ask(shards.of(conversationId), new Query.Conversation(userId, conversationId)));
  }

  @Override
  public ConversationPage conversations(long userId, int limit, @Nullable String cursor) {
    return AnswerCodec.conversations(ask(userId, new Query.Conversations(userId, limit, cursor)));
  }

  @Override
  public MemberPage members(long userId, long conversationId, int limit, long afterUserId) {
    return AnswerCodec.members(
        ask(
            shards.of(conversationId),
            new Query.Members(userId, conversationId, limit, afterUserId)));
  }

  @Override
  public BanPage bans(long userId, long conversationId, int limit, long afterUserId) {
    return AnswerCodec.bans(
        ask(shards.of(conversationId), new Query.Bans(userId, conversationId, limit, afterUserId)));
  }

  private byte[] ask(long key, Query query) {
    byte[] bytes = QueryCodec.encode(query);
    List<Link> failed = new ArrayList<>(0);
    while (failed.size() < MAX_ATTEMPTS) {
      Link link = links.chooseOther(key, failed);
      if (link == null) {
        break;
      }
      try {
        return link.ask(bytes, PATIENCE);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.INTERNAL) {
          throw new IllegalStateException("Send instance " + link.peer() + " failed", e);
        }
        log.debug("Send instance {} did not answer", link.peer(), e);
        failed.add(link);
      }
    }
    throw Refusal.of(ErrorCode.UNAVAILABLE, "The message service does not answer, try again");
  }
}
