package io.gostacker.verify;

import io.gostacker.verify.Round.Injected;
import io.gostacker.verify.Round.Result;
import io.gostacker.verify.check.Rule;
import io.gostacker.verify.subject.Subject;
import io.gostacker.verify.subject.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What came of all rounds, for people and for programs.
final class Sheet {
  private static final double MILLIS = 1_000;

  private final Subject subject;
  private final Options options;
  private final List<Result> results = new ArrayList<>();
  private Map<String, Usage> before = Map.of();
  private Map<String, Usage> after = Map.of();

  Sheet(Subject subject, Options options) {
    this.subject = subject;
    this.options = options;
  }

  /// What the processes took before the first round, and after the last, when all clients had gone.
  void usage(Map<String, Usage> first, Map<String, Usage> last) {
    before = first;
    after = last;
  }

  void add(Result result) {
    results.add(result);
  }

  boolean holds() {
    return results.stream().allMatch(result -> result.verdict().holds());
  }

  private long sum(ToLongFunction<Result> of) {
    return results.stream().mapToLong(of).sum();
  }

  long acknowledged() {
    return sum(result -> result.verdict().acknowledged());
  }

  private long broken(Rule rule) {
    return sum(result -> result.verdict().findings().count(rule));
  }

  /// As Markdown, which is read as it is too.
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "**%,d lost, %,d duplicated, %,d out of order of %,d acknowledged messages** (%s, %d seeds, %d faults injected)%n%n"
            .formatted(
                broken(Rule.LOST),
                broken(Rule.DUPLICATED),
                broken(Rule.SOCKET_ORDER) + broken(Rule.SENDER_ORDER) + broken(Rule.REAL_TIME),
                acknowledged(),
                subject.name(),
                results.size(),
                sum(result -> result.faults().size())));
    text.append("| what | how many |\n| --- | ---: |\n");
    row(text, "acknowledged", acknowledged());
    row(text, "of these, sent more than once", sum(result -> result.verdict().repeated()));
    row(
        text,
        "refused for good (sent by who had been removed)",
        sum(result -> result.verdict().rejected()));
    row(text, "never answered", sum(result -> result.verdict().unknown()));
    row(text, "frames `message` that came", sum(result -> result.verdict().shown()));
    row(text, "messages that stand at the end", sum(result -> result.verdict().kept()));
    for (Rule rule : Rule.values()) {
      row(text, "**broken:** " + rule.promise(), broken(rule));
    }
    faults(text);
    usages(text);
    text.append("\n| what | value |\n| --- | --- |\n");
    facts().forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
    results.stream()
        .flatMap(result -> result.verdict().findings().words().stream())
        .limit(50)
        .forEach(words -> text.append("\n- ").append(words));
    return text.toString();
  }

  private static void row(StringBuilder text, String what, long count) {
    text.append("| %s | %,d |%n".formatted(what, count));
  }

  private void faults(StringBuilder text) {
    Map<String, List<Injected>> byName = byName();
    if (byName.isEmpty()) {
      return;
    }
    text.append(
        "\n| fault | times | held for at least, s | clients unwell, s: median | most | after healing, s: most | a client off, s: most | p99 of `sent`, ms: before | meanwhile | of who kept the socket |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    byName.forEach((name, all) ->
        text.append(
            "| `%s`: %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.0f | %.0f |%n"
                .formatted(
                    name,
                    all.getFirst().fault().what(),
                    all.size(),
                    seconds(all.getFirst().fault().hold()),
                    median(all, Injected::unwell),
                    most(all, Injected::unwell),
                    most(all, Injected::afterHealing),
                    most(all, Injected::longestGap),
                    median(all, each -> each.answerBefore().all()) * MILLIS,
                    median(all, each -> each.answer().all()) * MILLIS,
                    median(all, each -> each.answer().steady()) * MILLIS)));
    byName.values().stream()
        .flatMap(List::stream)
        .filter(each -> !each.told().isEmpty())
        .forEach(each -> text.append("%n`%s`: %s.%n".formatted(each.fault().name(), each.told())));
  }

  private static double median(List<Injected> all, Function<Injected, Duration> of) {
    return seconds(all.stream().map(of).sorted().toList().get(all.size() / 2));
  }

  private static double most(List<Injected> all, Function<Injected, Duration> of) {
    return all.stream().mapToDouble(each -> seconds(of.apply(each))).max().orElse(0);
  }

  private void usages(StringBuilder text) {
    if (before.isEmpty()) {
      return;
    }
    text.append("\n| process | memory, MiB: before | after | descriptors: before | after |\n");
    text.append("| --- | ---: | ---: | ---: | ---: |\n");
    before.forEach((name, first) -> {
      Usage last = after.getOrDefault(name, new Usage(0, 0));
      text.append(
          "| %s | %d | %d | %d | %d |%n"
              .formatted(
                  name,
                  first.residentMib(),
                  last.residentMib(),
                  first.descriptors(),
                  last.descriptors()));
    });
  }

  private Map<String, List<Injected>> byName() {
    Map<String, List<Injected>> byName = new TreeMap<>();
    for (Result result : results) {
      for (Injected each : result.faults()) {
        byName.computeIfAbsent(each.fault().name(), key -> new ArrayList<>()).add(each);
      }
    }
    return byName;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "seeds", results.stream().map(result -> Long.toString(result.seed())).toList().toString());
    facts.put(
        "load",
        "%d messages a second, %d users with 2 devices, %d conversations, a fifth of the messages repeated"
            .formatted(
                options.scale().perSecond(),
                options.scale().users(),
                options.scale().conversations()));
    facts.put(
        "time",
        "%d s".formatted(results.stream().mapToLong(result -> result.took().toSeconds()).sum()));
    facts.put("commit", commit());
    facts.put("machine", machine());
    facts.putAll(new TreeMap<>(subject.settings()));
    return facts;
  }

  private static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
              .directory(Path.of(System.getProperty("gostacker.home", ".")).toFile())
              .start();
      try (BufferedReader out = git.inputReader(StandardCharsets.UTF_8)) {
        String line = out.readLine();
        return line == null ? "unknown" : line;
      }
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String machine() {
    String processor = "";
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      processor =
          lines
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse("");
    } catch (IOException e) {
      processor = System.getProperty("os.arch");
    }
    return "%d processors (%s), Java %s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor,
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.version"));
  }

  String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("subject", subject.name());
    all.put("holds", holds());
    all.put("acknowledged", acknowledged());
    Map<String, Long> broken = new LinkedHashMap<>();
    for (Rule rule : Rule.values()) {
      broken.put(rule.name(), broken(rule));
    }
    all.put("broken", broken);
    all.put("facts", facts());
    all.put("rounds", results.stream().map(Sheet::asMap).toList());
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static Map<String, Object> asMap(Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", result.seed());
    map.put("seconds", result.took().toSeconds());
    map.put("acknowledged", result.verdict().acknowledged());
    map.put("repeated", result.verdict().repeated());
    map.put("rejected", result.verdict().rejected());
    map.put("unknown", result.verdict().unknown());
    map.put("kept", result.verdict().kept());
    map.put("findings", result.verdict().findings().words());
    map.put(
        "faults",
        result.faults().stream()
            .map(each ->
                Map.of(
                    "name", each.fault().name(),
                    "unwellSeconds", seconds(each.unwell()),
                    "afterHealingSeconds", seconds(each.afterHealing()),
                    "longestGapSeconds", seconds(each.longestGap()),
                    "answerP99SecondsBefore", seconds(each.answerBefore().all()),
                    "answerP99Seconds", seconds(each.answer().all()),
                    "answerP99SecondsOfSteady", seconds(each.answer().steady()),
                    "told", each.told()))
            .toList());
    return map;
  }
}
