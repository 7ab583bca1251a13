package io.gostacker.bench;

import io.gostacker.bench.workload.Figure;
import io.gostacker.bench.workload.Outcome;
import io.gostacker.bench.workload.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// All that a run of the benchmark came to.
final class Findings {
  private static final String YARDSTICK = "raw relay";

  private final List<Result> results = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();

  void add(Result result) {
    results.add(result);
  }

  void add(Outcome outcome) {
    outcomes.add(outcome);
  }

  List<Result> results() {
    return results;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  /// The same workload on the raw relay; empty for the relay itself.
  Optional<Result> yardstick(Result of) {
    return results.stream()
        .filter(each -> each.workload().equals(of.workload()))
        .filter(each -> each.target().equals(YARDSTICK) && !of.target().equals(YARDSTICK))
        .findFirst();
  }

  /// The same figure of the raw relay; empty for the relay itself, and for what it does not have.
  Optional<Figure> yardstick(Outcome of, Figure figure) {
    return outcomes.stream()
        .filter(each -> each.workload().equals(of.workload()))
        .filter(each -> each.target().equals(YARDSTICK) && !of.target().equals(YARDSTICK))
        .flatMap(each -> each.figures().stream())
        .filter(each -> each.name().equals(figure.name()))
        .findFirst();
  }

  /// Whether nothing was lost, doubled or refused.
  boolean areSound() {
    return outcomes.stream().allMatch(outcome -> outcome.troubles() == 0)
        && results.stream()
            .allMatch(result ->
                result.troubles() == 0
                    && result.messages() > 0
                    && (result.stored() < 0 || result.stored() == result.total()));
  }

  String asJson() {
    return JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(
            Stream.concat(
                    results.stream().map(Findings::asMap), outcomes.stream().map(Findings::asMap))
                .toList());
  }

  private static Map<String, Object> asMap(Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", result.workload());
    map.put("target", result.target());
    map.put("messagesPerSecond", result.messages());
    map.put("deliveriesPerSecond", result.deliveries());
    for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
      map.put("ackMillisP" + percentile, result.ackMillis(percentile));
      map.put("deliveryMillisP" + percentile, result.deliveryMillis(percentile));
    }
    map.put("cpuMicrosPerMessage", result.cpuMicros());
    map.put("residentMib", result.usage().residentMib());
    map.put("acknowledged", result.total());
    map.put("stored", result.stored());
    map.put("troubles", result.troubles());
    return map;
  }

  private static Map<String, Object> asMap(Outcome outcome) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("workload", outcome.workload());
    map.put("target", outcome.target());
    map.put("figures", outcome.figures());
    map.put("troubles", outcome.troubles());
    return map;
  }
}
