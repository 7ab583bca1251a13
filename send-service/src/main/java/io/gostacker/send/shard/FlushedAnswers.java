package io.gostacker.send.shard;

import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.send.cache.GroupCache;
import java.util.ArrayDeque;
import java.util.List;

/// Gives the answers of what stands in the log; without the group cache those of changes of a
/// conversation or its members wait until MySQL has what they were decided on. Used by its shard's
/// loop only; bounded by what may wait in a shard.
final class FlushedAnswers {
  private record Held(long offset, Waiting waiting, Reply reply) {}

  private record Reader(long deadline, FreshUser user) {}

  private final GroupCache cache;
  private final Durability durability;
  private final ShardMemory memory;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private final ArrayDeque<Reader> readers = new ArrayDeque<>();

  FlushedAnswers(GroupCache cache, Durability durability, ShardMemory memory) {
    this.cache = cache;
    this.durability = durability;
    this.memory = memory;
  }

  /// Answers a command that was decided on what is applied now, at once or when it is flushed. A
  /// repeat waits too: what it confirms may not be flushed yet. A refusal has nothing to wait for.
  void answer(Waiting waiting, Reply reply) {
    long decidedOn = memory.applied().offset();
    if (decidedOn > memory.flushed().offset()
        && !(reply instanceof Reply.Refused)
        && waits(waiting.command())) {
      held.add(new Held(decidedOn, waiting, reply));
    } else {
      waiting.answer(reply);
    }
  }

  private boolean waits(Command command) {
    return durability == Durability.MYSQL
        ? !(command instanceof Command.Typing)
        : !cache.settings().enabled() && isChange(command);
  }

  /// Calls back when everything that is applied may be shown: at once, or as soon as it is flushed.
  /// Until then nothing more is appended here, so that the moment comes.
  ///
  /// @param deadline by [System#nanoTime], after which it fails
  void whenShown(FreshUser user, long deadline) {
    if (isShown()) {
      user.fresh();
    } else {
      readers.add(new Reader(deadline, user));
    }
  }

  /// Whether everything that is applied may be shown now.
  boolean isShown() {
    return durability == Durability.REDIS || memory.applied().offset() <= memory.flushed().offset();
  }

  /// Whether somebody waits to be shown what is applied.
  boolean hasReaders() {
    return !readers.isEmpty();
  }

  private static boolean isChange(Command command) {
    return switch (command) {
      case Command.Create create -> true;
      case Command.ChangeConversation change -> true;
      case Command.Disband disband -> true;
      case Command.AddMembers add -> true;
      case Command.Join join -> true;
      case Command.RemoveMember remove -> true;
      case Command.ChangeMember change -> true;
      case Command.Ban ban -> true;
      case Command.Block block -> true;
      case Command.SendMessage send -> false;
      case Command.Read read -> false;
      case Command.Delivered delivered -> false;
      case Command.Typing typing -> false;
    };
  }

  boolean isEmpty() {
    return held.isEmpty() && readers.isEmpty();
  }

  /// Gives those that are flushed by now.
  void give() {
    while (!held.isEmpty() && held.getFirst().offset() <= memory.flushed().offset()) {
      Held next = held.removeFirst();
      next.waiting().answer(next.reply());
    }
    if (isShown()) {
      List<Reader> served = List.copyOf(readers);
      readers.clear();
      served.forEach(reader -> reader.user().fresh());
    }
  }

  /// Answers what has waited too long; it happens all the same.
  void expire(long now) {
    held.removeIf(each -> each.waiting().expire(now));
    while (!readers.isEmpty() && now - readers.getFirst().deadline() >= 0) {
      readers.removeFirst().user().failed(HeadWatch.unavailable());
    }
  }

  /// The log is not what it was: what becomes of these is open.
  void abandon() {
    held.forEach(each -> each.waiting().answer(Waiting.UNAVAILABLE));
    held.clear();
    List<Reader> abandoned = List.copyOf(readers);
    readers.clear();
    abandoned.forEach(reader -> reader.user().failed(HeadWatch.unavailable()));
  }
}
