package io.gostacker.bench;

import io.gostacker.bench.workload.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The results as text: a line for each workload on each target, and how they compare.
final class Table {
  private static final String LINE = "%-9s %-11s %9s %11s %8s %8s %9s  %-40s %s";

  private Table() {}

  static String of(List<Result> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        LINE.formatted(
            "workload",
            "target",
            "msg/s",
            "deliver/s",
            "ack p50",
            "ack p99",
            "recv p99",
            "CPU us/message",
            "RSS MiB"));
    for (Result result : results) {
      lines.add(line(result));
    }
    lines.add("");
    for (Result result : results) {
      yardstick(result, results, lines);
    }
    return String.join("\n", lines);
  }

  private static String line(Result result) {
    return LINE.formatted(
        result.workload(),
        result.target(),
        whole(result.messages()),
        whole(result.deliveries()),
        millis(result.ackMillis(50)),
        millis(result.ackMillis(99)),
        millis(result.deliveryMillis(99)),
        byProcess(result.cpuMicros(), "%.1f"),
        byProcess(result.usage().residentMib(), "%d"));
  }

  private static void yardstick(Result result, List<Result> all, List<String> lines) {
    all.stream()
        .filter(other -> other.workload().equals(result.workload()) && other.stored() < 0)
        .filter(other -> result.stored() >= 0)
        .findFirst()
        .ifPresent(raw ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.2f x the raw relay's messages, %.2f x its deliveries, %.1f x its ack p99;"
                        + " %d acknowledged, %d rows in MySQL%s",
                    result.workload(),
                    result.messages() / raw.messages(),
                    result.deliveries() / raw.deliveries(),
                    result.ackMillis(99) / raw.ackMillis(99),
                    result.total(),
                    result.stored(),
                    result.troubles() == 0 ? "" : "; " + result.troubles() + " TROUBLES")));
  }

  private static String byProcess(Map<String, ? extends Number> values, String format) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + " " + String.format(Locale.ROOT, format, each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f ms", value);
  }
}
