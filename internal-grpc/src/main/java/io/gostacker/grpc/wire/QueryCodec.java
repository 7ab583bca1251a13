package io.gostacker.grpc.wire;

import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.SendPort;
import java.util.HashMap;
import java.util.Map;

/// Reads as bytes.
public final class QueryCodec {
  private static final int HISTORY = 1;
  private static final int SYNC = 2;
  private static final int CONVERSATION = 3;
  private static final int CONVERSATIONS = 4;
  private static final int MEMBERS = 5;
  private static final int BANS = 6;

  private QueryCodec() {}

  public static byte[] encode(Query query) {
    ByteWriter to = new ByteWriter(64);
    switch (query) {
      case Query.History(SendPort.HistoryQuery history) -> {
        to.byteValue(HISTORY);
        to.id(history.userId());
        to.id(history.conversationId());
        to.number(history.afterSeq());
        to.number(history.beforeSeq());
        to.number(history.limit());
      }
      case Query.Sync(SendPort.SyncQuery sync) -> {
        to.byteValue(SYNC);
        to.id(sync.userId());
        to.number(sync.cursors().size());
        sync.cursors()
            .forEach((conversation, seq) -> {
              to.id(conversation);
              to.number(seq);
            });
        to.number(sync.limit());
      }
      case Query.Conversation one -> {
        to.byteValue(CONVERSATION);
        to.id(one.userId());
        to.id(one.conversationId());
      }
      case Query.Conversations page -> {
        to.byteValue(CONVERSATIONS);
        to.id(page.userId());
        to.number(page.limit());
        to.optionalText(page.cursor());
      }
      case Query.Members(long user, long conversation, int limit, long after) ->
          page(MEMBERS, user, conversation, limit, after, to);
      case Query.Bans(long user, long conversation, int limit, long after) ->
          page(BANS, user, conversation, limit, after, to);
    }
    return to.toByteArray();
  }

  private static void page(
      int kind, long user, long conversation, int limit, long after, ByteWriter to) {
    to.byteValue(kind);
    to.id(user);
    to.id(conversation);
    to.number(limit);
    to.id(after);
  }

  /// @throws IllegalArgumentException if the bytes are no read that this version knows
  public static Query decode(byte[] bytes) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    int kind = from.byteValue();
    Query query =
        switch (kind) {
          case HISTORY ->
              new Query.History(
                  new SendPort.HistoryQuery(
                      from.id(), from.id(), from.number(), from.number(), (int) from.number()));
          case SYNC ->
              new Query.Sync(new SendPort.SyncQuery(from.id(), cursors(from), (int) from.number()));
          case CONVERSATION -> new Query.Conversation(from.id(), from.id());
          case CONVERSATIONS ->
              new Query.Conversations(from.id(), (int) from.number(), from.optionalText());
          case MEMBERS -> new Query.Members(from.id(), from.id(), (int) from.number(), from.id());
          case BANS -> new Query.Bans(from.id(), from.id(), (int) from.number(), from.id());
          default -> throw new IllegalArgumentException("unknown read " + kind);
        };
    from.requireEnd();
    return query;
  }

  private static Map<Long, Long> cursors(ByteReader from) {
    long count = from.number();
    Map<Long, Long> cursors = new HashMap<>();
    for (long i = 0; i < count; i++) {
      cursors.put(from.id(), from.number());
    }
    return cursors;
  }
}
