package io.gostacker.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What the processes of a target, and the driver, have used of the machine so far.
///
/// @param cpu processor time by process; the driver's own under `driver`
/// @param residentKib memory by process that is in RAM, in KiB
public record Usage(Map<String, Duration> cpu, Map<String, Long> residentKib) {

  public static Usage of(Target target) {
    Map<String, Duration> cpu = new TreeMap<>();
    Map<String, Long> resident = new TreeMap<>();
    target
        .processes()
        .forEach((name, process) -> {
          cpu.put(name, process.info().totalCpuDuration().orElse(Duration.ZERO));
          resident.put(name, resident(process.pid()));
        });
    ProcessHandle own = ProcessHandle.current();
    cpu.put("driver", own.info().totalCpuDuration().orElse(Duration.ZERO));
    return new Usage(cpu, resident);
  }

  /// Processor microseconds of each process since `earlier`, divided among `messages`.
  public Map<String, Double> microsPerMessage(Usage earlier, long messages) {
    Map<String, Double> each = new TreeMap<>();
    cpu.forEach((name, now) -> {
      Duration used = now.minus(earlier.cpu.getOrDefault(name, Duration.ZERO));
      each.put(name, used.toNanos() / 1_000.0 / Math.max(1, messages));
    });
    return each;
  }

  /// Memory by process that is in RAM, in MiB.
  public Map<String, Long> residentMib() {
    Map<String, Long> mib = new TreeMap<>();
    residentKib.forEach((name, kib) -> mib.put(name, kib / 1024));
    return mib;
  }

  /// All of one kind.
  public long sum(Function<Usage, Map<String, Long>> kind) {
    return kind.apply(this).values().stream().mapToLong(Long::longValue).sum();
  }

  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it has ended
    }
  }
}
