package io.gostacker.bench.workload;

import io.gostacker.bench.driver.Client;
import io.gostacker.bench.driver.Clients;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.subject.Target.User;
import io.gostacker.bench.subject.Usage;
import io.gostacker.client.Answer;
import io.gostacker.client.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Pages of 50 by REST: the newest of a conversation, which everybody asks for (hot), and pages at
/// any place of any conversation (cold, but for what MySQL keeps in memory).
///
/// @param conversations of two
/// @param messages in each
record HistoryPages(String name, int conversations, int messages) implements Scenario {
  private static final int PAGE = 50;
  private static final int READERS = 8;
  private static final int OUTSTANDING = 8;
  private static final String TEXT = "x".repeat(100);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Override
  public @Nullable Outcome run(Target target, Duration measured) throws InterruptedException {
    List<User> users = target.users(2 * conversations);
    Session first = target.session(users.getFirst());
    if (first == null) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < conversations; i++) {
      ids.add(target.conversation(users.subList(2 * i, 2 * i + 2)));
      sessions.add(target.session(users.get(2 * i)));
    }
    long stored = target.stored() + (long) conversations * messages;
    fill(target, users, ids);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (target.stored() < stored && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    AtomicLong troubles = new AtomicLong(Math.max(0, stored - target.stored()));
    List<Figure> figures = new ArrayList<>();
    Page hot = at -> sessions.get(at).historyBefore(ids.get(at), 0, PAGE);
    Page cold =
        at ->
            sessions
                .get(at)
                .historyBefore(
                    ids.get(at), ThreadLocalRandom.current().nextLong(PAGE, messages), PAGE);
    read("hot", hot, target, measured, figures, troubles);
    read("cold", cold, target, measured, figures, troubles);
    return new Outcome(name, target.name(), figures, troubles.get());
  }

  /// Asks for a page of a conversation.
  private interface Page {
    Answer<?> ask(int conversation);
  }

  private void read(
      String kind,
      Page page,
      Target target,
      Duration measured,
      List<Figure> figures,
      AtomicLong troubles)
      throws InterruptedException {
    during(page, measured, new ConcurrentHistogram(3), troubles);
    Histogram times = new ConcurrentHistogram(3);
    Usage before = Usage.of(target);
    long start = System.nanoTime();
    during(page, measured, times, troubles);
    double seconds = (System.nanoTime() - start) / 1e9;
    Usage after = Usage.of(target);
    figures.add(new Figure(kind + " pages", times.getTotalCount() / seconds, "/s"));
    figures.add(new Figure(kind + " p50", times.getValueAtPercentile(50) / 1e6, "ms"));
    figures.add(new Figure(kind + " p99", times.getValueAtPercentile(99) / 1e6, "ms"));
    after
        .microsPerMessage(before, times.getTotalCount())
        .forEach((process, micros) ->
            figures.add(new Figure("CPU of " + process + " a " + kind + " page", micros, "us")));
  }

  private void during(Page page, Duration duration, Histogram times, AtomicLong troubles)
      throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    CountDownLatch done = new CountDownLatch(READERS);
    for (int reader = 0; reader < READERS; reader++) {
      Thread.ofVirtual()
          .start(() -> {
            while (System.nanoTime() < end) {
              long asked = System.nanoTime();
              int conversation = ThreadLocalRandom.current().nextInt(conversations);
              if (!(page.ask(conversation) instanceof Answer.Ok)) {
                troubles.incrementAndGet();
              }
              times.recordValue(System.nanoTime() - asked);
            }
            done.countDown();
          });
    }
    done.await();
  }

  private void fill(Target target, List<User> users, List<String> ids) throws InterruptedException {
    List<String> senders = new ArrayList<>();
    for (int i = 0; i < conversations; i++) {
      senders.add(users.get(2 * i).token());
    }
    CountDownLatch sent = new CountDownLatch(conversations * messages);
    try (Clients clients = new Clients(target.address())) {
      int[] begun = new int[conversations];
      List<Client> sockets = new ArrayList<>();
      Client.Receiver next =
          new Client.Receiver() {
            @Override
            public void sent(Client client, long intended) {
              sent.countDown();
              send(client);
            }

            private void send(Client client) {
              int at = sockets.indexOf(client);
              if (begun[at] < messages) {
                client.send(ids.get(at), System.nanoTime(), begun[at]++, TEXT);
              }
            }
          };
      sockets.addAll(clients.connect(senders, next));
      clients
          .loop()
          .execute(() -> {
            for (int at = 0; at < conversations; at++) {
              for (int i = 0; i < OUTSTANDING; i++) {
                sockets.get(at).send(ids.get(at), System.nanoTime(), begun[at]++, TEXT);
              }
            }
          });
      if (!sent.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(sent.getCount() + " messages were not acknowledged");
      }
    }
  }
}
