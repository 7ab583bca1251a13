package io.gostacker.bench;

import io.gostacker.bench.workload.Figure;
import io.gostacker.bench.workload.Outcome;
import io.gostacker.bench.workload.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/// The findings as one HTML file without anything from elsewhere: tables, and for each workload the
/// curves of latency over percentiles.
final class HtmlPage {
  /// The axis of percentiles is logarithmic in what lies above: 0, 90, 99, 99.9, 99.99 %.
  private static final double[] MARKS = {0, 90, 99, 99.9, 99.99};

  private static final int STEPS = 120;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int MARGIN = 56;
  private static final List<String> COLOURS = List.of("#777777", "#0b7a75", "#7a3ea1");

  private static final String HEAD =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>GoStacker benchmark</title><style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; color: #1b2421 }
      table { border-collapse: collapse; margin: 1rem 0 } td, th { padding: .25rem .7rem; border-bottom: 1px solid #ddd; text-align: right }
      td:nth-child(-n+2), th:nth-child(-n+2) { text-align: left } svg { max-width: 100%; height: auto } text { font-size: 12px }
      </style><h1>GoStacker beside a raw relay</h1>
      """;

  private final Findings findings;
  private final StringBuilder page = new StringBuilder(HEAD);

  private HtmlPage(Findings findings) {
    this.findings = findings;
  }

  static String of(Findings findings) {
    HtmlPage html = new HtmlPage(findings);
    html.table();
    html.figures();
    Set<String> workloads =
        findings.results().stream()
            .map(Result::workload)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    workloads.forEach(html::curves);
    return html.page.append("</html>\n").toString();
  }

  private void table() {
    if (findings.results().isEmpty()) {
      return;
    }
    page.append("<h2>Messages</h2><table>");
    row(
        "th",
        "workload",
        "target",
        "msg/s",
        "deliveries/s",
        "ack p50",
        "ack p99",
        "CPU, us/message");
    for (Result result : findings.results()) {
      row(
          "td",
          result.workload(),
          result.target(),
          Table.whole(result.messages()),
          Table.whole(result.deliveries()),
          Table.millis(result.ackMillis(50)),
          Table.millis(result.ackMillis(99)),
          Table.byProcess(result.cpuMicros(), "%.1f"));
    }
    page.append("</table>");
    for (Result result : findings.results()) {
      findings
          .yardstick(result)
          .ifPresent(raw ->
              page.append("<p>").append(escaped(Table.compared(result, raw))).append("</p>"));
    }
  }

  private void row(String cell, String... texts) {
    page.append("<tr>");
    for (String text : texts) {
      page.append("<%s>%s</%s>".formatted(cell, escaped(text), cell));
    }
    page.append("</tr>");
  }

  private void figures() {
    if (findings.outcomes().isEmpty()) {
      return;
    }
    page.append("<h2>Idle sockets, coming back, history</h2><table>");
    for (Outcome outcome : findings.outcomes()) {
      for (Figure figure : outcome.figures()) {
        row(
            "td",
            outcome.workload(),
            outcome.target(),
            figure.name(),
            Table.number(figure),
            findings.yardstick(outcome, figure).map(raw -> Table.ratio(figure, raw)).orElse(""));
      }
    }
    page.append("</table>");
  }

  private void curves(String workload) {
    List<Result> all =
        findings.results().stream().filter(each -> each.workload().equals(workload)).toList();
    double most =
        all.stream().mapToDouble(each -> each.ackMillis(MARKS[MARKS.length - 1])).max().orElse(1);
    page.append(
        "<h2>%s: from the intended send to <code>sent</code></h2><svg viewBox=\"0 0 %d %d\" role=\"img\">"
            .formatted(escaped(workload), WIDTH, HEIGHT));
    for (double mark : MARKS) {
      line(x(mark), y(0, most), x(mark), y(most, most), "#dddddd");
      text(x(mark), HEIGHT - MARGIN / 2, "middle", "p" + (mark == 0 ? "0" : trimmed(mark)));
    }
    for (int i = 0; i <= 4; i++) {
      double value = most * i / 4;
      line(x(0), y(value, most), WIDTH - 10.0, y(value, most), "#dddddd");
      text(MARGIN - 6, y(value, most) + 4, "end", Table.millis(value));
    }
    for (int i = 0; i < all.size(); i++) {
      Result result = all.get(i);
      String colour = COLOURS.get(i % COLOURS.size());
      page.append(
          "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>"
              .formatted(colour, points(result::ackMillis, most)));
      text(MARGIN + 12, 24 + 16 * i, "start", result.target(), colour);
    }
    page.append("</svg>");
  }

  private static String points(DoubleUnaryOperator millis, double most) {
    List<String> points = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double percentile = 100 * (1 - Math.pow(10, -4.0 * i / STEPS));
      points.add(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f",
              x(percentile),
              y(Math.min(most, millis.applyAsDouble(percentile)), most)));
    }
    return String.join(" ", points);
  }

  private static double x(double percentile) {
    return MARGIN + (WIDTH - MARGIN - 10) * -Math.log10(1 - percentile / 100) / 4;
  }

  private static double y(double value, double most) {
    return HEIGHT - MARGIN - (HEIGHT - MARGIN - 10) * value / most;
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    page.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private void text(double x, double y, String anchor, String text) {
    text(x, y, anchor, text, "#1b2421");
  }

  private void text(double x, double y, String anchor, String text, String colour) {
    page.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
            x,
            y,
            anchor,
            colour,
            escaped(text)));
  }

  private static String trimmed(double mark) {
    return String.valueOf(mark).replaceFirst("\\.0$", "");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
