package io.gostacker.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.verify.check.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {

  @Test
  void theCommandLineIsRead() {
    Options options =
        Options.parse(
            "--standalone",
            "--fault",
            "redis-killed,mysql-killed",
            "--messages",
            "5000",
            "--seed",
            "3,4",
            "--minutes",
            "7",
            "--times",
            "5",
            "--jvm",
            "-Xss1m  -Xint");
    assertThat(options.standalone()).isTrue();
    assertThat(options.faults()).isEqualTo(List.of("redis-killed", "mysql-killed"));
    assertThat(options.messages()).isEqualTo(5_000);
    assertThat(options.seeds()).isEqualTo(List.of(3L, 4L));
    assertThat(options.minutes()).isEqualTo(7);
    assertThat(options.times()).isEqualTo(5);
    assertThat(options.jvm()).containsExactly("-Xss1m", "-Xint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--unknown",
        "--messages",
        "--messages 0",
        "--messages many",
        "--seed x",
        "--server http://localhost:8080",
        "--key k",
        "--server http://localhost:8080 --key k --fault redis-killed",
        "--standalone --namespaces",
        "--crowd 0",
        "--times x"
      })
  void whatIsWrongIsToldAndNothingIsStarted(String line) {
    assertThatThrownBy(() -> Options.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Verify.run(line.split(" "))).isEqualTo(2);
  }

  @Test
  void helpAndTheListOfFaultsNeedNothing() {
    assertThat(Verify.run("--help")).isZero();
    assertThat(Verify.run("--list")).isZero();
    assertThat(Verify.run("--list", "--standalone")).isZero();
  }

  @Test
  void everyRuleHasASentence() {
    assertThat(Rule.values()).allSatisfy(rule -> assertThat(rule.promise()).isNotBlank());
  }
}
