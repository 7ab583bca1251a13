package io.gostacker.bench;

import io.gostacker.bench.workload.Figure;
import io.gostacker.bench.workload.Outcome;
import io.gostacker.bench.workload.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The findings as text: a line for each workload on each target, and how they compare.
final class Table {
  private static final String LINE = "%-9s %-11s %9s %11s %8s %8s %9s  %-40s %s";
  private static final String FIGURE = "%-9s %-11s %-38s %14s  %s";

  private Table() {}

  static String of(Findings findings) {
    List<String> lines = new ArrayList<>();
    if (!findings.results().isEmpty()) {
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
      findings.results().forEach(result -> lines.add(line(result)));
      lines.add("");
    }
    for (Result result : findings.results()) {
      findings.yardstick(result).ifPresent(raw -> lines.add(compared(result, raw)));
    }
    for (Outcome outcome : findings.outcomes()) {
      for (Figure figure : outcome.figures()) {
        lines.add(
            FIGURE.formatted(
                outcome.workload(),
                outcome.target(),
                figure.name(),
                number(figure),
                findings.yardstick(outcome, figure).map(raw -> ratio(figure, raw)).orElse("")));
      }
      if (outcome.troubles() > 0) {
        lines.add(outcome.workload() + ": " + outcome.troubles() + " TROUBLES");
      }
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

  static String compared(Result result, Result raw) {
    return String.format(
        Locale.ROOT,
        "%s on the %s: %.2f x the raw relay's messages, %.2f x its deliveries, %.1f x its ack p99;"
            + " %d acknowledged, %d rows in MySQL%s",
        result.workload(),
        result.target(),
        result.messages() / raw.messages(),
        result.deliveries() / raw.deliveries(),
        result.ackMillis(99) / raw.ackMillis(99),
        result.total(),
        result.stored(),
        result.troubles() == 0 ? "" : "; " + result.troubles() + " TROUBLES");
  }

  static String ratio(Figure figure, Figure raw) {
    return String.format(Locale.ROOT, "%.2f x the raw relay's", figure.value() / raw.value());
  }

  /// With its unit.
  static String number(Figure figure) {
    String format = Math.abs(figure.value()) < 100 ? "%,.2f %s" : "%,.0f %s";
    return String.format(Locale.ROOT, format, figure.value(), figure.unit());
  }

  static String byProcess(Map<String, ? extends Number> values, String format) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + " " + String.format(Locale.ROOT, format, each.getValue()))
        .collect(Collectors.joining(", "));
  }

  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f ms", value);
  }
}
