package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.CommandLine.Wish;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void withoutOptionsItIsPort8080AndEmbeddedServers() {
    Options options = start();
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.data()).isEqualTo(Path.of(".data").toAbsolutePath());
    assertThat(options.mysqlUrl()).isNull();
    assertThat(options.redisUrl()).isNull();
    assertThat(options.managementPort()).isNull();
  }

  @Test
  void takesEveryOptionWithASpaceOrAnEqualsSign() {
    Options options =
        start(
            "--port",
            "9000",
            "--data=/x/y",
            "--mysql-url",
            "jdbc:mysql://db/im?a=b",
            "--mysql-user=u",
            "--redis-url=redis://:p=w@r:1",
            "--management-port",
            "9001",
            "--gostacker.shards=16");
    assertThat(options)
        .isEqualTo(
            new Options(
                9000,
                Path.of("/x/y"),
                "jdbc:mysql://db/im?a=b",
                "u",
                "redis://:p=w@r:1",
                9001,
                false,
                List.of("--gostacker.shards=16")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpWinsOverEverythingElse(String help) {
    assertThat(CommandLine.read(List.of("--nonsense", help))).isEqualTo(new Wish.Help());
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 1, There is no option --prot.",
    "--prot=1, There is no option --prot.",
    "start, There is no option start.",
    "--port, --port needs a value.",
    "--port --data x, --port needs a value.",
    "--port abc, '--port must be 0 to 65535, not abc.'",
    "--port 65536, '--port must be 0 to 65535, not 65536.'",
    "--port -1, '--port must be 0 to 65535, not -1.'",
    "--management-port 0, '--management-port must be 1 to 65535, not 0.'",
    "--mysql-url localhost, --mysql-url must begin with jdbc:mysql:// and name a host.",
    "--redis-url http://x, --redis-url must begin with redis:// or rediss:// or redis-sentinel:// or redis-cluster:// or rediss-cluster:// and name a host.",
    "--mysql-user u, '--mysql-user is for --mysql-url, which is missing.'",
    "--gostacker.shards 16, A setting is written with its value: --gostacker.shards=…",
  })
  void saysWhatIsWrong(String words, String sentence) {
    assertThat(CommandLine.read(List.of(words.split(" ")))).isEqualTo(new Wish.Mistake(sentence));
  }

  private static Options start(String... words) {
    return ((Wish.Start) CommandLine.read(List.of(words))).options();
  }
}
