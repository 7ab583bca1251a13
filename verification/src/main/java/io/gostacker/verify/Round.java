package io.gostacker.verify;

import io.gostacker.verify.check.Checker;
import io.gostacker.verify.check.Verdict;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.history.HistoryReader;
import io.gostacker.verify.history.HistoryWriter;
import io.gostacker.verify.load.AnswerWatch;
import io.gostacker.verify.load.Churn;
import io.gostacker.verify.load.FinalReads;
import io.gostacker.verify.load.Fleet;
import io.gostacker.verify.load.Scale;
import io.gostacker.verify.subject.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// One seed: a load of its own, the faults one after the other while it runs, the end, the check.
final class Round {
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration RECOVERY = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  private final Subject subject;
  private final Scale scale;
  private final long seed;
  private final Consumer<String> progress;

  /// A fault that was injected.
  ///
  /// @param unwell how long, in all, somebody was not connected or waited for more than a second
  /// @param afterHealing how long that lasted after it was healed
  /// @param longestGap the longest time that a device had no socket or had not caught up
  /// @param answerBefore after how long 99 of 100 messages were acknowledged before it
  /// @param answer the same from its beginning until all were well again
  /// @param told what else was seen
  record Injected(
      Fault fault,
      Duration unwell,
      Duration afterHealing,
      Duration longestGap,
      AnswerWatch.Times answerBefore,
      AnswerWatch.Times answer,
      String told) {}

  /// What came of a round.
  record Result(long seed, Verdict verdict, List<Injected> faults, Duration took) {}

  /// @param progress told in a line what happens
  Round(Subject subject, Scale scale, long seed, Consumer<String> progress) {
    this.subject = subject;
    this.scale = scale;
    this.seed = seed;
    this.progress = progress;
  }

  /// @param faults that are injected, in an order that the seed gives
  /// @param messages that are to be acknowledged at least
  /// @param file for the history
  Result run(List<Fault> faults, long messages, Path file) throws Exception {
    long start = System.nanoTime();
    List<Injected> injected = new ArrayList<>();
    try (HistoryWriter history = new HistoryWriter(file);
        Fleet fleet =
            new Fleet(
                subject.gateways(),
                subject.key(),
                scale,
                "verify-" + seed + "-" + start,
                seed,
                history)) {
      fleet.start();
      Random random = new Random(seed);
      List<Fault> order = new ArrayList<>(faults);
      Collections.shuffle(order, random);
      try (Churn churn = new Churn(fleet, seed).start()) {
        Thread.sleep(CALM);
        for (Fault fault : order) {
          injected.add(inject(fault, fleet, random));
          fleet.spread();
        }
        while (fleet.acknowledged() < messages) {
          Thread.sleep(CALM);
          progress.accept("%,d of %,d messages".formatted(fleet.acknowledged(), messages));
        }
      }
      fleet.finish();
      progress.accept("reading what is kept");
      try (FinalReads reads = new FinalReads(fleet, history)) {
        reads.throughTheApi();
        FinalReads.Database mySql = subject.mySql();
        if (mySql != null) {
          reads.ofMySql(mySql);
        }
        if (subject.hasFeed()) {
          reads.ofTheFeed(subject.key());
        }
      }
    }
    progress.accept("checking");
    Checker checker = new Checker(false);
    HistoryReader.read(file, checker);
    Verdict verdict = checker.finish(subject.mySql() != null, subject.hasFeed());
    return new Result(seed, verdict, injected, Duration.ofNanos(System.nanoTime() - start));
  }

  private Injected inject(Fault fault, Fleet fleet, Random random) throws Exception {
    fault.prepare().run();
    progress.accept("fault: " + fault.what());
    fleet.takeLongestGap();
    AnswerWatch.Times answerBefore = fleet.takeAnswerTimes();
    long hold = fault.hold().toNanos();
    long held = (long) (hold * (1 + random.nextDouble()));
    long begun = System.nanoTime();
    Watch watch = new Watch(fleet);
    Thread watching = Thread.ofVirtual().start(watch);
    fault.inject().run();
    long left = held - (System.nanoTime() - begun);
    Thread.sleep(Duration.ofNanos(Math.max(0, left)));
    fault.heal().run();
    long healed = System.nanoTime();
    while (!watch.isWellFor(CALM.toNanos())) {
      if (System.nanoTime() - healed > RECOVERY.toNanos()) {
        throw new IllegalStateException(
            "it does not recover from %s: %s".formatted(fault.name(), fleet.state()));
      }
      Thread.sleep(LOOK_MILLIS);
    }
    watch.stop();
    watching.join();
    return new Injected(
        fault,
        Duration.ofNanos(watch.unwell()),
        Duration.ofNanos(Math.max(0, watch.lastUnwell() - healed)),
        fleet.takeLongestGap(),
        answerBefore,
        fleet.takeAnswerTimes(),
        fault.told().get());
  }

  /// Looks again and again how the clients are.
  private static final class Watch implements Runnable {
    private final Fleet fleet;
    private volatile boolean stopped;
    private volatile long unwell;
    private volatile long lastUnwell;
    private volatile long looked = System.nanoTime();

    Watch(Fleet fleet) {
      this.fleet = fleet;
      this.lastUnwell = looked;
    }

    @Override
    public void run() {
      long before = System.nanoTime();
      long total = 0;
      while (!stopped) {
        boolean well = fleet.isWell();
        long now = System.nanoTime();
        if (!well) {
          total += now - before;
          unwell = total;
          lastUnwell = now;
        }
        looked = now;
        before = now;
        try {
          Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    boolean isWellFor(long nanos) {
      return looked - lastUnwell > nanos;
    }

    long unwell() {
      return unwell;
    }

    long lastUnwell() {
      return lastUnwell;
    }

    void stop() {
      stopped = true;
    }
  }
}
