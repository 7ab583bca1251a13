package io.gostacker.verify.fault;

import io.gostacker.common.time.SteppedClock;
import io.gostacker.standalone.SuiteProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Clocks that are wrong, and jump: those of the services by [SteppedClock], that of Redis by
/// libfaketime where it is installed.
public final class ClockFaults {
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final int HOUR = 3600;

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"));
  private static final String OF_REDIS = "redis";

  private final Random random;
  private final Path folder;

  /// @param folder where clocks are set; exists when something is done
  public ClockFaults(long seed, Path folder) {
    this.random = new Random(seed);
    this.folder = folder;
  }

  /// For the JVM of what can be hurt so.
  public static String option(Path folder) {
    return "-D" + SteppedClock.PROPERTY + "=" + folder;
  }

  /// For the environment of a Redis that can be hurt so; empty without libfaketime.
  public static Map<String, String> ofRedis(Path folder) {
    Map<String, String> environment = new HashMap<>();
    LIBRARIES.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .ifPresent(library -> {
          set(folder, OF_REDIS, 0);
          environment.put("LD_PRELOAD", library.toString());
          environment.put("FAKETIME_TIMESTAMP_FILE", folder.resolve(OF_REDIS).toString());
          environment.put("FAKETIME_CACHE_DURATION", "1");
          environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        });
    return environment;
  }

  /// @param services all processes of ours; asked when something is done to them
  public List<Fault> of(Supplier<List<SuiteProcess>> services) {
    List<Fault> faults = new ArrayList<>();
    faults.add(
        of(
            "clock-ahead",
            "the clock of a process is an hour ahead, and goes back",
            () -> Map.of(one(services.get()), HOUR)));
    faults.add(
        of(
            "clock-behind",
            "the clock of a process goes an hour back, and then ahead",
            () -> Map.of(one(services.get()), -HOUR)));
    faults.add(
        of(
            "clocks-apart",
            "the clock of each process is wrong by something else of up to an hour",
            () -> {
              Map<String, Integer> all = new HashMap<>();
              services
                  .get()
                  .forEach(process -> all.put(file(process), random.nextInt(-HOUR, HOUR)));
              return all;
            }));
    if (LIBRARIES.stream().anyMatch(Files::isRegularFile)) {
      faults.add(
          of(
              "clock-redis-ahead",
              "the clock of Redis is an hour ahead, and goes back",
              () -> Map.of(OF_REDIS, HOUR)));
      faults.add(
          of(
              "clock-redis-behind",
              "the clock of Redis goes an hour back, and then ahead",
              () -> Map.of(OF_REDIS, -HOUR)));
    }
    return faults;
  }

  private Fault of(String name, String what, Supplier<Map<String, Integer>> choice) {
    Map<String, Integer> wrong = new HashMap<>();
    return new Fault(
        name,
        what,
        LONG,
        () -> {
          wrong.clear();
          wrong.putAll(choice.get());
          wrong.forEach((clock, seconds) -> set(folder, clock, seconds));
        },
        () -> wrong.keySet().forEach(clock -> set(folder, clock, 0)));
  }

  private String one(List<SuiteProcess> processes) {
    return file(processes.get(random.nextInt(processes.size())));
  }

  private static String file(SuiteProcess process) {
    return Long.toString(process.pid());
  }

  /// At once: nobody reads half a number.
  private static void set(Path folder, String clock, int seconds) {
    try {
      Path part = Files.writeString(folder.resolve(clock + ".part"), "%+d\n".formatted(seconds));
      Files.move(part, folder.resolve(clock), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
