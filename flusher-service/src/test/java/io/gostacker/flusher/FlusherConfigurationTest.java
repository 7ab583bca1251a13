package io.gostacker.flusher;

import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.time.ClockConfiguration;
import io.gostacker.testkit.backend.Backends;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FlusherConfigurationTest {
  private static final DataSource DATABASE = Backends.freshDatabase();

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withUserConfiguration(FlusherConfiguration.class, ClockConfiguration.class)
          .withBean(
              DataSource.class, () -> DATABASE, definition -> definition.setDestroyMethodName(""))
          .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
          .withPropertyValues("gostacker.redis.url=" + Backends.redisUrl(), "gostacker.shards=4");

  @Test
  void whoImportsItFlushes() {
    try (Stage stage = new Stage(DATABASE, Backends.redisUrl())) {
      Backends.flushRedis();
      ShardWriter writer = stage.writer(3);
      application.run(context -> {
        assertThat(context).hasNotFailed().doesNotHaveBean(ShardLog.class);
        assertThat(context.getBean(Flusher.class).isRunning()).isTrue();
        writer.append(direct(5, 1, 2), text(5, 1, 1, 1));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> stage.states.of(3).flushed().equals(writer.at()));
      });
      assertThat(stage.count("SELECT COUNT(*) FROM message")).isOne();
    }
  }

  @Test
  void itStartsWithoutItsRedis() {
    application
        .withPropertyValues("gostacker.redis.url=redis://127.0.0.1:1")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"workers=0", "interval=1ms", "batch-rows=0", "batch-bytes=1KB"})
  void aBadSettingIsNamed(String setting) {
    application
        .withPropertyValues("gostacker.flusher." + setting)
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining(
                    "gostacker.flusher." + setting.substring(0, setting.indexOf('='))));
  }
}
