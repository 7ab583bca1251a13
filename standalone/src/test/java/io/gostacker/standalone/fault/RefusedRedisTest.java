package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneProcess;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Redis that may lose what it acknowledged is refused at the start.
class RefusedRedisTest {
  @TempDir private Path data;

  @Test
  void aRedisThatSyncsOnceASecondIsRefusedInASentence() throws Exception {
    EmbeddedRedis redis = Backends.ownRedis();
    DatabaseAddress database = Backends.newDatabase();
    try (RedisClient client = RedisClient.create(redis.url())) {
      client.connect().sync().configSet("appendfsync", "everysec");
    }
    try (StandaloneProcess process =
        StandaloneProcess.start(
            "--port",
            "0",
            "--data",
            data.toString(),
            "--redis-url",
            redis.url(),
            "--mysql-url",
            database.url(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password())) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output())
          .contains(
              "GoStacker did not start: ",
              "Redis has 'appendfsync everysec' and must have 'appendfsync always'",
              "gostacker.redis.require-durable")
          .doesNotContain("\tat ", redis.password());
    } finally {
      redis.kill();
    }
  }
}
