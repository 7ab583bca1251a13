package io.gostacker.bench.workload;

import io.gostacker.bench.driver.Client;
import io.gostacker.bench.driver.Clients;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.subject.Target.User;
import io.gostacker.bench.subject.Usage;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// Runs one workload on one target: connects, warms up, measures, and waits until what was sent is
/// acknowledged and stored. Everything that counts happens on the driver's one event loop.
public final class Run implements Client.Receiver {
  private static final String TEXT = "x".repeat(100);
  private static final Duration DRAIN = Duration.ofSeconds(120);

  private final Shape shape;
  private final Target target;
  private final List<Sender> senders = new ArrayList<>();
  private final Map<Client, Sender> byClient = new HashMap<>();
  private Counts counts = new Counts();
  private long sent;
  private long acknowledged;
  private long troubles;
  private boolean sending;
  private boolean over;
  private long openSince;
  private long openCount;

  private Run(Shape shape, Target target) {
    this.shape = shape;
    this.target = target;
  }

  private record Sender(Client client, String conversation) {}

  /// What is counted while it is measured.
  private static final class Counts {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    final Histogram acknowledged = new Histogram(LONGEST, 3);
    final Histogram delivered = new Histogram(LONGEST, 3);
    long messages;
    long deliveries;

    static void record(Histogram histogram, long nanos) {
      histogram.recordValue(Math.clamp(nanos, 1, LONGEST));
    }
  }

  /// @param warmUp before anything counts
  /// @param measured how long it is counted
  public static Result of(Shape shape, Target target, Duration warmUp, Duration measured)
      throws InterruptedException {
    Run run = new Run(shape, target);
    long storedBefore = target.stored();
    try (Clients clients = new Clients(target.address())) {
      run.connect(clients);
      EventLoop loop = clients.loop();
      loop.execute(run::begin);
      if (shape.outstanding() == 0) {
        loop.scheduleAtFixedRate(run::tick, 0, 1, TimeUnit.MILLISECONDS);
      }
      TimeUnit.NANOSECONDS.sleep(warmUp.toNanos());
      loop.submit(() -> run.counts = new Counts()).sync();
      Usage before = Usage.of(target);
      long start = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(measured.toNanos());
      Counts counted = loop.submit(run::exchange).sync().getNow();
      double seconds = (System.nanoTime() - start) / 1e9;
      Usage after = Usage.of(target);
      run.drain(loop);
      return new Result(
          shape.name(),
          target.name(),
          counted.messages / seconds,
          counted.deliveries / seconds,
          counted.acknowledged,
          counted.delivered,
          after.microsPerMessage(before, counted.messages),
          after,
          run.acknowledged,
          run.awaitStored(storedBefore),
          run.troubles);
    }
  }

  private Counts exchange() {
    Counts counted = counts;
    counts = new Counts();
    sending = false;
    return counted;
  }

  private void connect(Clients clients) throws InterruptedException {
    int each = shape.online() + shape.away();
    List<User> users = target.users(shape.groups() * each);
    List<String> conversations =
        IntStream.range(0, shape.groups())
            .parallel()
            .mapToObj(group -> target.conversation(users.subList(group * each, (group + 1) * each)))
            .toList();
    List<String> online =
        IntStream.range(0, users.size())
            .filter(i -> i % each < shape.online())
            .mapToObj(i -> users.get(i).token())
            .toList();
    List<Client> connected = clients.connect(online, this);
    for (int group = 0; group < shape.groups(); group++) {
      Client sender = connected.get(group * shape.online());
      senders.add(new Sender(sender, conversations.get(group)));
    }
    senders.forEach(sender -> byClient.put(sender.client(), sender));
  }

  private void begin() {
    sending = true;
    openSince = System.nanoTime();
    for (Sender sender : senders) {
      for (int i = 0; i < shape.outstanding(); i++) {
        send(sender, System.nanoTime());
      }
    }
  }

  /// Sends what is due in an open loop. Late or not, a message counts from when it was due.
  private void tick() {
    long now = System.nanoTime();
    while (sending) {
      long due = openSince + openCount * 1_000_000_000L / shape.rate();
      if (due > now) {
        return;
      }
      send(senders.get((int) (openCount % senders.size())), due);
      openCount++;
    }
  }

  private void send(Sender sender, long intended) {
    sender.client().send(sender.conversation(), intended, (int) sent, TEXT);
    sent++;
  }

  @Override
  public void sent(Client client, long intended) {
    long now = System.nanoTime();
    acknowledged++;
    counts.messages++;
    Counts.record(counts.acknowledged, now - intended);
    Sender sender = byClient.get(client);
    if (sending && shape.outstanding() > 0 && sender != null) {
      send(sender, now);
    }
  }

  @Override
  public void message(Client client, long intended) {
    if (intended > 0) {
      counts.deliveries++;
      Counts.record(counts.delivered, System.nanoTime() - intended);
    }
  }

  @Override
  public void trouble(Client client, String what) {
    if (!over) {
      troubles++;
    }
  }

  private void drain(EventLoop loop) throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (loop.submit(() -> sent - acknowledged).sync().getNow() > 0
        && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    loop.submit(() -> over = true).sync();
  }

  private long awaitStored(long before) throws InterruptedException {
    if (before < 0) {
      return -1;
    }
    long deadline = System.nanoTime() + DRAIN.toNanos();
    long stored = target.stored() - before;
    while (stored < acknowledged && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      stored = target.stored() - before;
    }
    return stored;
  }
}
