package io.gostacker.bench;

import io.gostacker.bench.subject.Product;
import io.gostacker.bench.subject.RawRelay;
import io.gostacker.bench.subject.Target;
import io.gostacker.bench.workload.Outcome;
import io.gostacker.bench.workload.Result;
import io.gostacker.bench.workload.Run;
import io.gostacker.bench.workload.Scenario;
import io.gostacker.bench.workload.Shape;
import io.gostacker.bench.workload.Shapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// `./bench`: the same load on a raw relay and on GoStacker.
public final class Bench {
  private final Options options;
  private final List<String> product;
  private final Findings findings = new Findings();

  private Bench(Options options, List<String> product) {
    this.options = options;
    this.product = product;
  }

  /// Exit status 0 when every acknowledged message is stored and nothing went wrong.
  public static void main(String[] words) throws Exception {
    Options options;
    try {
      options = Options.parse(words);
      check(options.workloads());
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
    Findings findings = run(options, List.of(home + "/run"));
    System.out.println(Table.of(findings));
    System.exit(findings.areSound() ? 0 : 1);
  }

  /// @param product the command that starts GoStacker
  static Findings run(Options options, List<String> product)
      throws InterruptedException, IOException {
    check(options.workloads());
    Bench bench = new Bench(options, product);
    bench.runAll();
    if (options.json() != null) {
      Files.writeString(options.json(), bench.findings.asJson());
    }
    if (options.html() != null) {
      Files.writeString(options.html(), HtmlPage.of(bench.findings));
    }
    return bench.findings;
  }

  private void runAll() throws InterruptedException, IOException {
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
    Duration warmUp = Duration.ofSeconds(options.warmUpSeconds());
    Duration measured = Duration.ofSeconds(options.seconds());
    for (Shape shape : Shapes.ALL) {
      if (isWanted(shape.name())) {
        say(shape.name() + " on the " + target.name());
        Result result = Run.of(shape, target, warmUp, measured);
        findings.add(result);
        say(
            "  %,.0f messages/s, %,.0f deliveries/s"
                .formatted(result.messages(), result.deliveries()));
      }
    }
    for (Scenario scenario : Scenario.ALL) {
      if (isWanted(scenario.name())) {
        say(scenario.name() + " on the " + target.name());
        Outcome outcome = scenario.run(target, measured);
        if (outcome == null) {
          say("  which has no such thing");
        } else {
          findings.add(outcome);
          outcome.figures().forEach(each -> say("  " + each.name() + ": " + Table.number(each)));
        }
      }
    }
  }

  private boolean isWanted(String workload) {
    return options.workloads().isEmpty() || options.workloads().contains(workload);
  }

  private static void check(List<String> workloads) {
    List<String> all =
        Stream.concat(
                Shapes.ALL.stream().map(Shape::name), Scenario.ALL.stream().map(Scenario::name))
            .toList();
    if (!all.containsAll(workloads)) {
      throw new IllegalArgumentException("--workloads must be of " + all);
    }
  }

  private static void say(String what) {
    System.err.println(what);
  }
}
