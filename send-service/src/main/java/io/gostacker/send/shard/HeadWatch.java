package io.gostacker.send.shard;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.shardlog.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes sure that the shard has applied its log up to the head, for all who wait for that: one
/// question at a time, whoever comes meanwhile waits for the next.
final class HeadWatch {
  private final Shard shard;
  private final List<FreshUser> waiting = new ArrayList<>();
  private boolean asked;

  HeadWatch(Shard shard) {
    this.shard = shard;
  }

  /// Calls back when the shard is known to have applied everything that was in the log when this
  /// was called.
  void whenFresh(FreshUser user) {
    waiting.add(user);
    shard.wake();
  }

  /// Lets them wait on.
  void keepWaiting(List<FreshUser> users) {
    waiting.addAll(users);
  }

  void giveUp() {
    List<FreshUser> users = List.copyOf(waiting);
    waiting.clear();
    users.forEach(user -> user.failed(unavailable()));
  }

  /// Asks, if somebody waits and no question is open.
  void ask() {
    if (waiting.isEmpty() || asked) {
      return;
    }
    asked = true;
    List<FreshUser> users = List.copyOf(waiting);
    waiting.clear();
    Position since = shard.memory().applied();
    shard.whenDone(
        () -> shard.parts().log().head(shard.number()),
        (head, failure) -> {
          asked = false;
          if (head == null) {
            users.forEach(user -> user.failed(unavailable()));
          } else {
            answer(head, since, users);
          }
          shard.wake();
        });
  }

  private void answer(Optional<Position> head, Position since, List<FreshUser> users) {
    if (shard.phase() != Phase.READY) {
      waiting.addAll(users);
    } else if (head.isEmpty() || isBehind(head.get(), since)) {
      waiting.addAll(users);
      shard
          .follower()
          .reopen(
              "its head was " + since + " and is " + head.map(Position::toString).orElse("gone"));
    } else if (head.get().offset() <= shard.memory().applied().offset()) {
      serve(users);
    } else if (shard.appender().expectsAnswer()) {
      waiting.addAll(users); // the append will meet what others appended
    } else {
      shard.follower().follow(head.get(), users);
    }
  }

  /// All of them are served, whatever one of them does.
  void serve(List<FreshUser> users) {
    users.forEach(user -> shard.guarded(user::fresh).run());
  }

  /// Whether a log with this head has lost something that was in it.
  static boolean isBehind(Position head, Position since) {
    return head.offset() < since.offset()
        || (head.offset() == since.offset() && !head.equals(since));
  }

  static Refusal unavailable() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "The message store does not answer, try again");
  }
}
