package io.gostacker.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Messages without an answer yet.
///
/// A conversation's messages go out one at a time, so that they keep their order through retries;
/// conversations do not wait for each other. Each goes out with the same `clientMessageId` until it
/// is answered for good. Not thread-safe; [Connection] bounds what is put in.
final class Outbox {
  private final Map<String, Deque<Entry>> queues = new LinkedHashMap<>();
  private final Map<String, Entry> byId = new HashMap<>();

  /// A message and its fate.
  static final class Entry {
    final String conversationId;
    final String clientMessageId;
    final Content content;
    final CompletableFuture<SendOutcome> outcome;
    int failures;
    private long dueAt;

    Entry(
        String conversationId,
        String clientMessageId,
        Content content,
        CompletableFuture<SendOutcome> outcome) {
      this.conversationId = conversationId;
      this.clientMessageId = clientMessageId;
      this.content = content;
      this.outcome = outcome;
    }
  }

  /// Puts it last in its conversation; an id that already waits here gets that one's outcome.
  void add(Entry entry) {
    Entry same = byId.get(entry.clientMessageId);
    if (same != null) {
      same.outcome.thenAccept(entry.outcome::complete);
      return;
    }
    queues.computeIfAbsent(entry.conversationId, id -> new ArrayDeque<>()).add(entry);
    byId.put(entry.clientMessageId, entry);
  }

  /// The first of each conversation that may go out now.
  List<Entry> due(long now) {
    List<Entry> due = new ArrayList<>();
    for (Deque<Entry> queue : queues.values()) {
      Entry head = queue.getFirst();
      if (head.dueAt <= now) {
        due.add(head);
      }
    }
    return due;
  }

  /// When the next one becomes due.
  long nextDue() {
    long next = Ticker.NEVER;
    for (Deque<Entry> queue : queues.values()) {
      next = Math.min(next, queue.getFirst().dueAt);
    }
    return next;
  }

  /// Not to be sent (again) before `when`.
  void postpone(Entry entry, long when) {
    entry.dueAt = when;
  }

  /// The connection broke: what was under way goes out again on the next one.
  void connectionLost() {
    for (Entry entry : byId.values()) {
      entry.dueAt = 0;
    }
  }

  @Nullable Entry find(String clientMessageId) {
    return byId.get(clientMessageId);
  }

  /// Answered for good.
  void remove(Entry entry) {
    byId.remove(entry.clientMessageId);
    Deque<Entry> queue = queues.get(entry.conversationId);
    if (queue != null) {
      queue.remove(entry);
      if (queue.isEmpty()) {
        queues.remove(entry.conversationId);
      }
    }
  }

  /// Takes out everything that is left.
  List<Entry> clear() {
    List<Entry> left = new ArrayList<>();
    queues.values().forEach(left::addAll);
    queues.clear();
    byId.clear();
    return left;
  }
}
