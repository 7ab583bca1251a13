package io.gostacker.client;

import io.gostacker.client.Frame.Synced;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The timelines of all conversations; as many as the user has conversations.
///
/// One thread writes; [#cursors] may be read by any.
final class Inbox {
  private final Map<String, Timeline> timelines = new HashMap<>();
  private final Map<String, Long> cursors = new ConcurrentHashMap<>();
  private final Set<String> gone = new HashSet<>();
  private final Set<String> gaps = new HashSet<>();
  private final Consumer<Message> out;

  /// Starts from `cursors` and hands messages to `out`.
  Inbox(Map<String, Long> cursors, Consumer<Message> out) {
    cursors.forEach((conversation, seq) -> timelines.put(conversation, new Timeline(seq)));
    this.cursors.putAll(cursors);
    this.out = out;
  }

  /// The last seq handed on of each conversation.
  Map<String, Long> cursors() {
    return Map.copyOf(cursors);
  }

  /// Whether some message waits for one that is missing.
  boolean gap() {
    return !gaps.isEmpty();
  }

  /// A message by itself.
  void live(Message message) {
    String conversation = message.conversationId();
    gone.remove(conversation);
    Timeline timeline = timeline(conversation);
    timeline.live(message, out);
    note(conversation, timeline);
  }

  /// The cursors for a `sync` that is about to be asked.
  Map<String, Long> ask() {
    timelines.values().forEach(Timeline::asked);
    Map<String, Long> asked = new HashMap<>();
    timelines.forEach((conversation, timeline) -> {
      if (!gone.contains(conversation)) {
        asked.put(conversation, timeline.cursor());
      }
    });
    return asked;
  }

  /// Takes an answer to [#ask] and says whether it brought anything new.
  ///
  /// @param newlyGone called for conversations that just stopped being one's own
  boolean synced(Synced answer, Consumer<String> newlyGone) {
    boolean progress = false;
    Set<String> unfinished = new HashSet<>();
    for (Synced.Part part : answer.conversations()) {
      Timeline timeline = timeline(part.conversationId());
      gone.remove(part.conversationId());
      long before = timeline.cursor();
      timeline.synced(part.messages(), out);
      progress |= timeline.cursor() > before;
      if (part.hasMore()) {
        unfinished.add(part.conversationId());
      }
      note(part.conversationId(), timeline);
    }
    if (!answer.more()) {
      settle(unfinished);
    }
    for (String conversation : answer.gone()) {
      if (gone.add(conversation)) {
        newlyGone.accept(conversation);
      }
    }
    return progress;
  }

  private void settle(Set<String> unfinished) {
    for (String conversation : Set.copyOf(gaps)) {
      if (!unfinished.contains(conversation)) {
        Timeline timeline = timeline(conversation);
        timeline.settled(out);
        note(conversation, timeline);
      }
    }
  }

  private Timeline timeline(String conversation) {
    return timelines.computeIfAbsent(conversation, absent -> new Timeline(0));
  }

  private void note(String conversation, Timeline timeline) {
    cursors.put(conversation, timeline.cursor());
    if (timeline.gap()) {
      gaps.add(conversation);
    } else {
      gaps.remove(conversation);
    }
  }
}
