package io.gostacker.bench.workload;

import io.gostacker.bench.driver.Client;
import io.gostacker.bench.driver.Clients;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.subject.Target.User;
import io.gostacker.bench.subject.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sockets that say nothing: how fast they are welcomed, and what they cost.
///
/// @param sockets open at the same time
record IdleSockets(String name, int sockets) implements Scenario {
  /// Opened and closed before, so that the code is compiled and the heap has its size.
  private static final int WARM_UP = 3_000;

  private static final Duration SETTLE = Duration.ofSeconds(3);

  @Override
  public Outcome run(Target target, Duration measured) throws InterruptedException {
    List<String> tokens = target.users(sockets).stream().map(User::token).toList();
    AtomicLong troubles = new AtomicLong();
    Client.Receiver receiver = Client.Receiver.counting(troubles);
    int fewer = Math.min(WARM_UP, sockets);
    try (Clients before = new Clients(target.address())) {
      before.connect(tokens.subList(0, fewer), Client.Receiver.NOBODY);
    }
    settle();
    Usage empty = Usage.of(target);
    try (Clients clients = new Clients(target.address())) {
      long start = System.nanoTime();
      clients.connect(tokens, receiver);
      double seconds = (System.nanoTime() - start) / 1e9;
      settle();
      Usage full = Usage.of(target);
      List<Figure> figures = new ArrayList<>();
      figures.add(new Figure("connect and hello", sockets / seconds, "/s"));
      long kib = full.sum(Usage::residentKib) - empty.sum(Usage::residentKib);
      figures.add(new Figure("memory a socket", (double) kib / sockets, "KiB"));
      full.microsPerMessage(empty, sockets)
          .forEach((process, micros) ->
              figures.add(new Figure("CPU of " + process + " a socket", micros, "us")));
      return new Outcome(name, target.name(), figures, troubles.get());
    }
  }

  private static void settle() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
  }
}
