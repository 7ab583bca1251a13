package io.gostacker.bench.workload;

import io.gostacker.bench.driver.Client;
import io.gostacker.bench.driver.Clients;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.subject.Target.User;
import io.gostacker.bench.subject.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Users who were away, come back all at once, and get what was sent to them meanwhile.
///
/// @param users who are away, each in a conversation of two
/// @param messages that each of them has missed
record ComingBack(String name, int users, int messages) implements Scenario {
  private static final int SENDERS = 50;
  private static final String TEXT = "x".repeat(100);
  private static final long PATIENCE_SECONDS = 120;

  @Override
  public Outcome run(Target target, Duration measured) throws InterruptedException {
    round(target); // so that the code is compiled
    return round(target);
  }

  private Outcome round(Target target) throws InterruptedException {
    List<User> senders = target.users(SENDERS);
    List<User> away = target.users(users);
    List<String> conversations =
        IntStream.range(0, users)
            .parallel()
            .mapToObj(i -> target.conversation(List.of(senders.get(i % SENDERS), away.get(i))))
            .toList();
    AtomicLong troubles = new AtomicLong();
    send(target, senders, conversations, troubles);
    CountDownLatch all = new CountDownLatch(users * messages);
    Usage before = Usage.of(target);
    try (Clients clients = new Clients(target.address())) {
      long start = System.nanoTime();
      List<Client> back =
          clients.connect(away.stream().map(User::token).toList(), receiver(all, troubles));
      clients.loop().execute(() -> back.forEach(Client::sync));
      boolean complete = all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      double seconds = (System.nanoTime() - start) / 1e9;
      Usage after = Usage.of(target);
      List<Figure> figures = new ArrayList<>();
      int count = users * messages;
      figures.add(new Figure("drained, connecting included", count / seconds, "msg/s"));
      after
          .microsPerMessage(before, count)
          .forEach((process, micros) ->
              figures.add(new Figure("CPU of " + process + " a message", micros, "us")));
      return new Outcome(
          name, target.name(), figures, troubles.get() + (complete ? 0 : all.getCount()));
    }
  }

  /// Each sender writes to its conversations in turn; returns when all is acknowledged.
  private void send(
      Target target, List<User> senders, List<String> conversations, AtomicLong troubles)
      throws InterruptedException {
    CountDownLatch sent = new CountDownLatch(users * messages);
    try (Clients clients = new Clients(target.address())) {
      List<Client> sockets =
          clients.connect(
              senders.stream().map(User::token).toList(),
              new Client.Receiver() {
                @Override
                public void sent(Client client, long intended) {
                  sent.countDown();
                }

                @Override
                public void trouble(Client client, String what) {
                  troubles.incrementAndGet();
                }
              });
      for (int message = 0; message < messages; message++) {
        int number = message;
        clients
            .loop()
            .submit(() -> {
              for (int i = 0; i < users; i++) {
                sockets
                    .get(i % SENDERS)
                    .send(conversations.get(i), System.nanoTime(), number * users + i, TEXT);
              }
            })
            .sync();
        long left = (long) users * (messages - message - 1);
        while (sent.getCount() > left) {
          if (troubles.get() > 0) {
            throw new IllegalStateException("A message to who was away was not taken");
          }
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
      troubles.set(0);
    }
    troubles.set(0); // the senders' sockets have closed
  }

  private static Client.Receiver receiver(CountDownLatch all, AtomicLong troubles) {
    return new Client.Receiver() {
      @Override
      public void message(Client client, long intended) {
        all.countDown();
      }

      @Override
      public void synced(Client client, int messages) {
        for (int i = 0; i < messages; i++) {
          all.countDown();
        }
      }

      @Override
      public void trouble(Client client, String what) {
        if (all.getCount() > 0) {
          troubles.incrementAndGet();
        }
      }
    };
  }
}
