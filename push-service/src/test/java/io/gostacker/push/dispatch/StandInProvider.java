package io.gostacker.push.dispatch;

import io.gostacker.push.provider.Notification;
import io.gostacker.push.provider.Outcome;
import io.gostacker.push.provider.PushProvider;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A provider in this process that answers as it is told to. The real ones pass a contract of their
/// own.
final class StandInProvider implements PushProvider {
  private final String name;
  private final List<Notification> asked = new CopyOnWriteArrayList<>();
  private final List<Notification> taken = new CopyOnWriteArrayList<>();
  private final Queue<CompletableFuture<Outcome>> held = new ConcurrentLinkedQueue<>();
  private volatile Function<Notification, Outcome> answers = each -> new Outcome.Taken();
  private volatile boolean holds;

  StandInProvider(String name) {
    this.name = name;
  }

  void answer(Function<Notification, Outcome> with) {
    answers = with;
  }

  /// From now on nothing is answered.
  void hold() {
    holds = true;
  }

  /// What was held is answered, and what comes.
  void release(Outcome outcome) {
    holds = false;
    for (CompletableFuture<Outcome> next = held.poll(); next != null; next = held.poll()) {
      next.complete(outcome);
    }
  }

  /// Whatever was handed over.
  List<Notification> asked() {
    return asked;
  }

  /// What was answered with [Outcome.Taken] at once.
  List<Notification> taken() {
    return taken;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<Outcome> send(Notification notification) {
    asked.add(notification);
    if (holds) {
      CompletableFuture<Outcome> answer = new CompletableFuture<>();
      held.add(answer);
      return answer;
    }
    Outcome outcome = answers.apply(notification);
    if (outcome instanceof Outcome.Taken) {
      taken.add(notification);
    }
    return CompletableFuture.completedFuture(outcome);
  }

  @Override
  public void close() {}
}
