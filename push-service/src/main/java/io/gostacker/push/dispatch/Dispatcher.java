package io.gostacker.push.dispatch;

import io.gostacker.common.lead.Duty;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.push.feed.Following;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notifies people who are away, as long as this process leads: one thread notes who is to be
/// notified, one for each provider sends, one writes down what became of it.
public final class Dispatcher implements Duty {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /// How long what is on its way is waited for at the end: longer than a provider may take.
  private static final Duration FAREWELL = Duration.ofSeconds(12);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Following following;
  private final List<ProviderQueue> queues;
  private final Beginning beginning;
  private final Upkeep upkeep;
  private final Reloadable<DispatchSettings> settings;
  private final long startedAt = System.nanoTime();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Thread> writers = new ArrayList<>();
  private boolean ready;

  Dispatcher(
      Following following,
      List<ProviderQueue> queues,
      Beginning beginning,
      Upkeep upkeep,
      Reloadable<DispatchSettings> settings) {
    this.following = following;
    this.queues = queues;
    this.beginning = beginning;
    this.upkeep = upkeep;
    this.settings = settings;
  }

  @Override
  public void look(BooleanSupplier leads) {
    if (!ready) {
      beginning.run();
      ready = true;
    }
    if (!threads.isEmpty()) {
      upkeep.run(queues, following.behind());
    } else if (System.nanoTime() - startedAt >= settings.get().settle().toNanos()) {
      begin(leads);
    }
  }

  private void begin(BooleanSupplier leads) {
    log.info("This process notifies people who are away");
    threads.add(start("push-feed", () -> following.run(leads, upkeep::isFull)));
    for (ProviderQueue queue : queues) {
      threads.add(start("push-" + queue.name(), () -> queue.run(leads)));
      writers.add(start("push-results-" + queue.name(), queue.results()::run));
    }
  }

  private static Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }

  @Override
  public void end() throws InterruptedException {
    ready = false;
    end(threads);
    long deadline = System.nanoTime() + FAREWELL.toNanos();
    while (queues.stream().anyMatch(queue -> queue.results().inHand() > 0)
        && System.nanoTime() - deadline < 0) {
      Thread.sleep(LOOK);
    }
    end(writers);
  }

  private static void end(List<Thread> some) throws InterruptedException {
    some.forEach(Thread::interrupt);
    for (Thread each : some) {
      each.join();
    }
    some.clear();
  }
}
