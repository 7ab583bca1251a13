package io.gostacker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.bench.workload.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The benchmark runs: it need not reach a number.
class BenchTest {
  @TempDir private Path folder;

  /// GoStacker of this class path.
  private static List<String> product() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-cp",
        System.getProperty("java.class.path"),
        "io.gostacker.standalone.StandaloneApplication");
  }

  @Test
  void aClosedAndAnOpenLoopRunOnBothAndEveryAcknowledgedMessageIsStoredOnce() throws Exception {
    Path json = folder.resolve("results.json");
    Path html = folder.resolve("results.html");
    Options options =
        Options.parse(
            "--seconds",
            "1",
            "--workloads",
            "W1@1000,W2,W5",
            "--json",
            json.toString(),
            "--html",
            html.toString());
    Findings findings = Bench.run(options, product());
    assertThat(findings.results()).hasSize(4);
    for (Result result : findings.results()) {
      assertThat(result.messages()).as("%s on %s", result.workload(), result.target()).isPositive();
      assertThat(result.troubles()).as("%s on %s", result.workload(), result.target()).isZero();
      if (result.target().equals("standalone")) {
        assertThat(result.stored()).as(result.workload()).isEqualTo(result.total());
      }
    }
    assertThat(findings.outcomes()).hasSize(2);
    assertThat(findings.areSound()).isTrue();
    assertThat(Table.of(findings))
        .contains("W1@1000", "raw relay", "rows in MySQL", "drained, connecting included");
    JsonNode written = JsonMapper.builder().build().readTree(Files.readString(json));
    assertThat(written).hasSize(6);
    assertThat(Files.readString(html)).contains("<polyline", "drained").doesNotContain("http");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fast|unknown option",
        "--seconds|needs a value",
        "--seconds x|--seconds must be",
        "--seconds 0|--seconds must be"
      })
  void anOptionThatIsNoneIsNamed(String words, String complaint) {
    assertThatThrownBy(() -> Options.parse(words.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aWorkloadThatThereIsNotIsRefusedBeforeAnythingStarts() {
    Options options = Options.parse("--workloads", "W9");
    assertThatThrownBy(() -> Bench.run(options, List.of("false")))
        .hasMessageContaining("--workloads must be of");
  }
}
