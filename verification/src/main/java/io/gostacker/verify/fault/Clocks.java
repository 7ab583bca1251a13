package io.gostacker.verify.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// The clocks of processes, by libfaketime (Debian: `faketime`): each reads a file that says how
/// far off it is, once a second. The monotonic clock is not touched, as no setting of a clock
/// touches it.
public final class Clocks {
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final String RIGHT = "+0";

  private final Path folder;
  private final Path library;
  private final List<Path> clocks = new ArrayList<>();
  private final Random random;

  private Clocks(Path folder, Path library, long seed) {
    this.folder = folder;
    this.library = library;
    this.random = new Random(seed);
  }

  /// @param folder for the files
  /// @return empty where there is no libfaketime
  public static Optional<Clocks> in(Path folder, long seed) {
    return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
        .map(libraries -> Path.of(libraries, "faketime", "libfaketimeMT.so.1"))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(library -> new Clocks(folder, library, seed));
  }

  /// The environment in which a process has a clock that can be set.
  public Map<String, String> of(String process) {
    Path clock = folder.resolve("clock-" + process);
    set(clock, RIGHT);
    clocks.add(clock);
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_TIMESTAMP_FILE",
        clock.toString(),
        "FAKETIME_CACHE_DURATION",
        "1");
  }

  private static void set(Path clock, String offset) {
    try {
      Files.writeString(clock, offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What can happen to the clocks.
  public List<Fault> faults() {
    return List.of(
        fault("clock-ahead", "the clock of a process is an hour ahead", "+3600"),
        fault("clock-behind", "the clock of a process is an hour behind", "-3600"),
        new Fault(
            "clock-jumping",
            "the clocks of all processes jump forth and back",
            LONG,
            () -> {
              for (int i = 0; i < 3; i++) {
                clocks.forEach(clock -> set(clock, "+" + random.nextInt(120)));
                Thread.sleep(1_100); // until they have read it
                clocks.forEach(clock -> set(clock, "-" + random.nextInt(120)));
                Thread.sleep(1_100);
              }
            },
            () -> clocks.forEach(clock -> set(clock, RIGHT))));
  }

  private Fault fault(String name, String what, String offset) {
    return new Fault(
        name,
        what,
        LONG,
        () -> set(clocks.get(random.nextInt(clocks.size())), offset),
        () -> clocks.forEach(clock -> set(clock, RIGHT)));
  }
}
