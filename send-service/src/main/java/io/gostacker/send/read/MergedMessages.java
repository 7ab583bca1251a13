package io.gostacker.send.read;

import io.gostacker.common.conversation.Message;
import io.gostacker.send.store.MessageStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A range of a conversation's messages from two places: the unflushed tail, taken first, and
/// MySQL, asked after it. What is flushed in between stands in both; seq tells.
final class MergedMessages {
  private final MessageStore store;

  MergedMessages(MessageStore store) {
    this.store = store;
  }

  /// The lowest `limit` messages with `fromSeq` to `toSeq`, ascending.
  ///
  /// @param tail the lowest ones of the tail in that range, at least `limit` if there are so many
  List<Message> ascending(long id, long fromSeq, long toSeq, int limit, List<Message> tail) {
    boolean tailHasAll = !tail.isEmpty() && tail.getFirst().seq() == fromSeq;
    List<Message> stored =
        tailHasAll || fromSeq > toSeq ? List.of() : store.ascending(id, fromSeq, toSeq, limit);
    return merged(stored, tail).values().stream().limit(limit).toList();
  }

  /// The highest `limit` messages with `fromSeq` to `toSeq`, descending.
  ///
  /// @param tail the highest ones of the tail in that range, at least `limit` if there are so many
  List<Message> descending(long id, long fromSeq, long toSeq, int limit, List<Message> tail) {
    boolean tailHasAll =
        tail.size() >= limit || (!tail.isEmpty() && tail.getFirst().seq() == fromSeq);
    List<Message> stored =
        tailHasAll || fromSeq > toSeq ? List.of() : store.descending(id, fromSeq, toSeq, limit);
    List<Message> all = new ArrayList<>(merged(stored, tail).descendingMap().values());
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  private static NavigableMap<Long, Message> merged(List<Message> stored, List<Message> tail) {
    NavigableMap<Long, Message> bySeq = new TreeMap<>(Comparator.naturalOrder());
    stored.forEach(message -> bySeq.put(message.seq(), message));
    tail.forEach(message -> bySeq.put(message.seq(), message));
    return bySeq;
  }
}
