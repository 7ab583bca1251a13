package io.gostacker.standalone.deploy;

import io.gostacker.standalone.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/// The chart below `deploy/helm`, rendered by a real Helm.
final class HelmChart {
  private static final Path CHART =
      Path.of("..", "deploy", "helm", "gostacker").toAbsolutePath().normalize();

  private HelmChart() {}

  static boolean isPossible() {
    return Programs.find("helm", System.getenv()).isPresent();
  }

  record Result(int status, String output) {}

  /// Runs Helm on the chart.
  ///
  /// @param arguments of which `{chart}` is replaced
  static Result run(List<String> arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Programs.find("helm", System.getenv()).orElseThrow().toString());
    arguments.forEach(each -> command.add(each.replace("{chart}", CHART.toString())));
    try {
      Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(helm.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What Helm would send to Kubernetes.
  ///
  /// @param values as `key=value`
  static Result template(String... values) throws InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("template", "demo", "{chart}", "--kube-version", "1.34"));
    for (String value : values) {
      arguments.add("--set");
      arguments.add(value);
    }
    return run(arguments);
  }

  /// The objects in it.
  static List<Map<String, Object>> objects(String rendered) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object each : new Yaml().loadAll(rendered)) {
      if (each != null) {
        objects.add(map(each));
      }
    }
    return objects;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object yaml) {
    return (Map<String, Object>) yaml;
  }
}
