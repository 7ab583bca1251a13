package io.gostacker.grpc.link;

import io.gostacker.common.transport.Reply;
import io.gostacker.grpc.wire.CommandStream.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The commands of one shard that have not been answered, in the order in which they were
/// submitted.
///
/// All of them are with one instance at a time. When another is to serve the shard, new ones wait
/// until the old instance has answered what it has; when it is gone, what it had goes to the new
/// one first, in order. While there is no instance at all, commands wait for a moment: one may be
/// about to be found. So commands of one thread are decided in the order of that thread, whatever
/// comes and goes. Thread-safe.
final class Lane {
  /// Commands that may wait for the instance before to answer.
  private static final int MAX_HELD = 20_000;

  /// How long a command waits for an instance: as long as an instance lets it wait for its store.
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Supplier<@Nullable Link> chosen;
  private final Runnable onRepetition;
  private final Map<Long, Pending> unanswered = new LinkedHashMap<>();
  private final Map<Pending.Row, Integer> rows = new HashMap<>();
  private final Deque<Pending> held = new ArrayDeque<>();
  private @Nullable Link serving;

  /// @param chosen who is to serve the shard now; null for nobody
  /// @param onRepetition called for each command that goes to another instance
  Lane(Supplier<@Nullable Link> chosen, Runnable onRepetition) {
    this.chosen = chosen;
    this.onRepetition = onRepetition;
  }

  /// An answer that is given when the lock is free: who gets it may submit again.
  private record Due(Pending pending, Reply reply) {
    void give() {
      pending.replyTo().reply(reply);
    }
  }

  void submit(Pending pending) {
    List<Due> due = new ArrayList<>(0);
    synchronized (this) {
      if (held.size() < MAX_HELD) {
        held.add(pending);
        release(due);
      } else {
        due.add(new Due(pending, Lanes.OVERLOADED));
      }
    }
    due.forEach(Due::give);
  }

  /// Who is to serve may have changed.
  void chooseAgain() {
    List<Due> due = new ArrayList<>(0);
    synchronized (this) {
      release(due);
    }
    due.forEach(Due::give);
  }

  /// Answers what nobody came for.
  ///
  /// @param now by [System#nanoTime]
  void expire(long now) {
    List<Due> due = new ArrayList<>(0);
    synchronized (this) {
      while (!held.isEmpty()
          && now - held.element().since() > PATIENCE_NANOS
          && chosen.get() == null) {
        due.add(new Due(held.remove(), Lanes.UNAVAILABLE));
      }
    }
    due.forEach(Due::give);
  }

  void answered(Link link, Answer answer) {
    List<Due> due = new ArrayList<>(1);
    synchronized (this) {
      if (link != serving) {
        return; // it goes on elsewhere
      }
      Pending pending = unanswered.remove(answer.number());
      if (pending != null) {
        leave(pending);
        due.add(new Due(pending, pending.outcome(answer.reply())));
      }
      release(due);
    }
    due.forEach(Due::give);
  }

  void over(Link link) {
    List<Due> due = new ArrayList<>(0);
    synchronized (this) {
      if (link != serving) {
        return;
      }
      serving = null;
      List<Pending> lost = List.copyOf(unanswered.values());
      unanswered.clear();
      rows.clear();
      for (Pending pending : lost.reversed()) {
        if (pending.isRepeatable()) {
          held.addFirst(pending);
          onRepetition.run();
        } else {
          due.add(new Due(pending, Lanes.UNAVAILABLE));
        }
      }
      release(due);
    }
    due.forEach(Due::give);
  }

  /// Hands over what may go now. A link that is over is no longer chosen as soon as that has been
  /// told everywhere; until then everything waits.
  private void release(List<Due> due) {
    while (!held.isEmpty()) {
      Link next = chosen.get();
      if (next == null || next.isOver() || (next != serving && !unanswered.isEmpty())) {
        return;
      } else if (!hand(held.element(), next)) {
        if (next.isOver()) {
          return;
        }
        due.add(new Due(held.remove(), Lanes.OVERLOADED));
      } else {
        held.remove();
      }
    }
  }

  private boolean hand(Pending pending, Link to) {
    serving = to;
    Pending.Row row = pending.row();
    unanswered.put(pending.number(), pending);
    boolean follows = row != null && rows.merge(row, 1, Integer::sum) > 1;
    if (!to.offer(pending.call(follows))) {
      unanswered.remove(pending.number());
      leave(pending);
      return false;
    }
    pending.attempt();
    return true;
  }

  /// It is among the unanswered no more.
  private void leave(Pending pending) {
    Pending.Row row = pending.row();
    if (row != null) {
      rows.computeIfPresent(row, (key, count) -> count == 1 ? null : count - 1);
    }
  }
}
