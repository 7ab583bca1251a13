package io.gostacker.verify.fault;

import io.gostacker.common.fault.FailPoint;
import io.gostacker.standalone.Suite;
import io.gostacker.standalone.SuiteProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/// What can happen to the processes of a service.
public final class ProcessFaults {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final Duration DEATH = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 10;

  private final Random random;

  public ProcessFaults(long seed) {
    this.random = new Random(seed);
  }

  /// @param service its name
  /// @param all its processes, one of which is hurt; asked when something is done to them
  public List<Fault> of(String service, Supplier<List<SuiteProcess>> all) {
    SuiteProcess[] chosen = new SuiteProcess[1];
    Fault.Act choose =
        () -> {
          List<SuiteProcess> processes = all.get();
          chosen[0] = processes.get(random.nextInt(processes.size()));
        };
    return List.of(
        new Fault(
            service + "-killed",
            "a " + service + " is killed",
            SHORT,
            () -> {
              choose.run();
              chosen[0].kill();
            },
            () -> start(chosen[0])),
        new Fault(
            service + "-halted",
            "a " + service + " is halted (SIGSTOP) and wakes up later",
            LONG,
            () -> {
              choose.run();
              chosen[0].halt(true);
            },
            () -> chosen[0].halt(false)),
        new Fault(
            service + "-restarted",
            "a " + service + " leaves in order and is started again",
            Duration.ofMillis(100),
            () -> {
              choose.run();
              chosen[0].stop();
            },
            () -> start(chosen[0])));
  }

  /// Processes that die at a place of their own code.
  ///
  /// @param service its name
  /// @param all its processes, one of which dies; asked when something is done to them
  /// @param folder see [FailPoint]
  /// @param points where
  public List<Fault> dying(
      String service, Supplier<List<SuiteProcess>> all, Path folder, FailPoint... points) {
    SuiteProcess[] chosen = new SuiteProcess[1];
    List<Fault> faults = new ArrayList<>();
    for (FailPoint point : points) {
      String place = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
      faults.add(
          new Fault(
              "dies-" + place,
              "a " + service + " dies at the place " + point,
              Duration.ofMillis(100),
              () -> {
                List<SuiteProcess> processes = all.get();
                chosen[0] = processes.get(random.nextInt(processes.size()));
                Path told = folder.resolve(Long.toString(chosen[0].pid()));
                Files.writeString(told, point.name());
                awaitDeath(chosen[0], point);
                Files.delete(told);
              },
              () -> start(chosen[0])));
    }
    return faults;
  }

  private static void awaitDeath(SuiteProcess process, FailPoint point)
      throws InterruptedException {
    long end = System.nanoTime() + DEATH.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(process.name() + " did not come by " + point);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /// All processes, one after the other.
  public Fault rolling(Supplier<List<SuiteProcess>> all) {
    return Fault.at(
        "rolling-restart",
        "every process leaves in order and is started again, one after the other",
        () -> replaceEach(all.get()));
  }

  /// Another version, and back: each process is replaced, one after the other, while those of both
  /// versions work side by side.
  ///
  /// @param suite asked when something is done to it
  /// @param before the folder of the version that it was started from
  /// @param after the folder of the other version
  public Fault upgrade(Supplier<Suite> suite, Path before, Path after) {
    return new Fault(
        "upgrade",
        "every process is replaced by one of another version, one after the other, and then back",
        LONG,
        () -> replaceEach(suite.get(), after),
        () -> replaceEach(suite.get(), before));
  }

  private static void replaceEach(Suite suite, Path version) throws InterruptedException {
    suite.startFrom(version);
    replaceEach(suite.all());
  }

  private static void replaceEach(List<SuiteProcess> all) throws InterruptedException {
    for (SuiteProcess process : all) {
      process.stop();
      start(process);
      Thread.sleep(SHORT); // as an orchestrator waits for its readiness to be seen
    }
  }

  private static void start(SuiteProcess process) {
    process.start();
    process.awaitReady();
  }
}
