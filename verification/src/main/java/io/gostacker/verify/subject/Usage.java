package io.gostacker.verify.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a process of this machine has taken of it, by `/proc`.
///
/// @param residentMib memory, MiB
/// @param descriptors open files and sockets
public record Usage(long residentMib, long descriptors) {

  /// Of all that are still there.
  public static Map<String, Usage> of(Map<String, Long> processes) {
    Map<String, Usage> all = new TreeMap<>();
    processes.forEach((name, pid) -> {
      try {
        all.put(name, of(Path.of("/proc", Long.toString(pid))));
      } catch (IOException e) {
        // it has ended, or this is no Linux
      }
    });
    return all;
  }

  private static Usage of(Path process) throws IOException {
    try (Stream<String> lines = Files.lines(process.resolve("status"));
        Stream<Path> open = Files.list(process.resolve("fd"))) {
      long resident =
          lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
              .findFirst()
              .orElse(0);
      return new Usage(resident, open.count());
    }
  }
}
