package io.gostacker.bench;

import io.gostacker.bench.subject.Product;
import io.gostacker.bench.subject.RawRelay;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.workload.Result;
import io.gostacker.bench.workload.Run;
import io.gostacker.bench.workload.Shape;
import io.gostacker.bench.workload.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// `./bench`: the same load on a raw relay and on GoStacker.
public final class Bench {
  private final Options options;
  private final List<String> product;
  private final List<Result> results = new ArrayList<>();

  private Bench(Options options, List<String> product) {
    this.options = options;
    this.product = product;
  }

  /// Exit status 0 when every acknowledged message is stored and nothing went wrong.
  public static void main(String[] words) throws Exception {
    Options options;
    try {
      options = Options.parse(words);
      shapes(options.workloads());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; see ./bench --help");
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.print(Options.HELP);
      return;
    }
    String home = System.getProperty("gostacker.home", ".");
    List<Result> results = run(options, List.of(home + "/run"));
    System.out.println(Table.of(results));
    System.exit(isSound(results) ? 0 : 1);
  }

  /// @param product the command that starts GoStacker
  static List<Result> run(Options options, List<String> product)
      throws InterruptedException, IOException {
    Bench bench = new Bench(options, product);
    bench.runAll();
    if (options.json() != null) {
      Files.writeString(options.json(), bench.asJson());
    }
    return bench.results;
  }

  /// Whether nothing was lost, doubled or refused.
  static boolean isSound(List<Result> results) {
    return results.stream()
        .allMatch(result ->
            result.troubles() == 0
                && result.messages() > 0
                && (result.stored() < 0 || result.stored() == result.total()));
  }

  private void runAll() throws InterruptedException, IOException {
    shapes(options.workloads());
    say("Starting the raw relay");
    try (Target relay = new RawRelay()) {
      measure(relay);
    }
    measureProduct(false);
    if (options.suite()) {
      measureProduct(true);
    }
  }

  private void measureProduct(boolean suite) throws InterruptedException, IOException {
    Path folder = Files.createTempDirectory("gostacker-bench");
    say("Starting GoStacker" + (suite ? " as a suite" : "") + ", its data in " + folder);
    try (Target target = new Product(product, folder, suite)) {
      measure(target);
    }
  }

  private void measure(Target target) throws InterruptedException {
    for (Shape shape : shapes(options.workloads())) {
      say(shape.name() + " on the " + target.name());
      Result result =
          Run.of(
              shape,
              target,
              Duration.ofSeconds(options.warmUpSeconds()),
              Duration.ofSeconds(options.seconds()));
      results.add(result);
      say(
          "  %,.0f messages/s, %,.0f deliveries/s"
              .formatted(result.messages(), result.deliveries()));
    }
  }

  private static List<Shape> shapes(List<String> names) {
    List<Shape> chosen =
        Shapes.ALL.stream()
            .filter(shape -> names.isEmpty() || names.contains(shape.name()))
            .toList();
    if (chosen.size() < names.size() || chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "--workloads must be of " + Shapes.ALL.stream().map(Shape::name).toList());
    }
    return chosen;
  }

  private String asJson() {
    return JsonMapper.builder()
        .build()
        .writerWithDefaultPrettyPrinter()
        .writeValueAsString(results.stream().map(Bench::asMap).toList());
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

  private static void say(String what) {
    System.err.println(what);
  }
}
