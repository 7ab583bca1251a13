package io.gostacker.standalone.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/// The alerts fire when they should, as Prometheus' own tool sees it.
class PrometheusRulesTest {
  private static final Path FOLDER =
      Path.of("..", "deploy", "prometheus").toAbsolutePath().normalize();

  static boolean hasTool() {
    return Programs.find("promtool", System.getenv()).isPresent();
  }

  @ParameterizedTest
  @EnabledIf("hasTool")
  @CsvSource({"check, alerts.yml", "test, alerts_test.yml"})
  void promtoolHasNothingToSayAgainstThem(String what, String file) throws Exception {
    String tool = Programs.find("promtool", System.getenv()).orElseThrow().toString();
    Process promtool =
        new ProcessBuilder(tool, what, "rules", FOLDER.resolve(file).toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(output).isZero();
  }

  @Test
  void eachAlertSaysWhatToDoAndIsTested() throws Exception {
    String tests = Files.readString(FOLDER.resolve("alerts_test.yml"));
    List<Map<String, Object>> rules = new ArrayList<>();
    Map<String, Object> file =
        HelmChart.map(new Yaml().load(Files.readString(FOLDER.resolve("alerts.yml"))));
    for (Object group : (List<?>) requireNonNull(file.get("groups"))) {
      for (Object rule : (List<?>) requireNonNull(HelmChart.map(group).get("rules"))) {
        rules.add(HelmChart.map(rule));
      }
    }
    assertThat(rules)
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(rule -> {
          assertThat(HelmChart.map(requireNonNull(rule.get("annotations"))))
              .containsKeys("summary", "runbook");
          assertThat(tests).contains("alertname: " + rule.get("alert"));
        });
  }
}
