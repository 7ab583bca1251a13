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
    users.forEach(user -> shard.loop().run(() -> user.failed(unavailable())));
  }

  /// Asks, if somebody waits and no question is open.
  void ask() {
    if (waiting.isEmpty() || asked) {
      return;
    }
    Position since = shard.memory().applied();
    var answer = shard.parts().log().head(shard.number());
    asked = true;
    List<FreshUser> users = List.copyOf(waiting);
    waiting.clear();
    shard
        .loop()
        .whenDone(
            answer,
            (head, failure) -> {
              asked = false;
              if (head == null) {
                Throwable cause = failure == null ? unavailable() : failure;
                users.forEach(user -> shard.loop().run(() -> user.failed(cause)));
              } else {
                answer(head, since, users);
              }
              shard.wake();
            });
  }

  /// Calls them back, each on its own account: what one throws is the shard's to mend, the others
  /// do not pay for it.
  void serve(List<FreshUser> users, boolean moved) {
    users.forEach(user -> shard.loop().run(() -> user.fresh(moved)));
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
      serve(users, false);
    } else if (shard.appender().expectsAnswer()) {
      waiting.addAll(users); // the append will meet what others appended
    } else {
      shard.follower().follow(head.get(), users);
    }
  }

  private static boolean isBehind(Position head, Position since) {
    return head.offset() < since.offset()
        || (head.offset() == since.offset() && !head.equals(since));
  }

  static Refusal unavailable() {
    return Refusal.of(ErrorCode.UNAVAILABLE, "The message store does not answer, try again");
  }
}
