package io.gostacker.flusher;

import static io.gostacker.flusher.Records.direct;
import static io.gostacker.flusher.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// A flusher whose MySQL or Redis goes away under it.
class FlusherOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static EmbeddedMariaDb mariaDb;
  private static EmbeddedRedis redis;
  private static int databases;

  private HikariDataSource pool;
  private Stage stage;
  private Flusher flusher;

  @BeforeAll
  static void startServers() {
    mariaDb = Backends.ownMariaDb();
    redis = Backends.ownRedis();
  }

  @AfterAll
  static void stopServers() {
    mariaDb.kill();
    redis.kill();
  }

  @BeforeEach
  void open() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(mariaDb.jdbcUrl("outage" + databases++));
    config.setUsername(EmbeddedMariaDb.USER);
    config.setPassword(mariaDb.password());
    config.setMaximumPoolSize(4);
    config.setConnectionTimeout(1000);
    pool = new HikariDataSource(config);
    Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
    stage = new Stage(pool, redis.url());
    stage.redis().flushall();
    flusher = stage.flusher(stage.log, 1);
  }

  @AfterEach
  void close() {
    flusher.stop();
    stage.close();
    pool.close();
  }

  private void awaitFlushed(ShardWriter writer, int messages) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> stage.states.of(0).flushed().equals(writer.at()));
    assertThat(stage.count("SELECT COUNT(*) FROM message")).isEqualTo(messages);
    assertThat(stage.count("SELECT COUNT(*) FROM message_dead")).isZero();
  }

  @Test
  void aMySqlThatIsKilledInTheMiddleGetsEverythingOnceItIsBack() {
    ShardWriter writer = stage.writer(0);
    writer.append(direct(5, 1, 2));
    flusher.start();
    for (int seq = 1; seq <= 300; seq++) {
      writer.append(text(5, seq, seq, 1));
      if (seq == 100) {
        mariaDb.kill();
      } else if (seq == 200) {
        mariaDb.start();
      }
    }
    awaitFlushed(writer, 300);
  }

  @Test
  void aRedisThatIsKilledLosesNothingOfWhatIsNotFlushed() {
    ShardWriter writer = stage.writer(0);
    writer.append(direct(5, 1, 2));
    writer.append(text(5, 1, 1, 1));
    redis.kill();
    flusher.start();
    await().atMost(PATIENCE).until(() -> !stage.log.isUp(0));
    redis.start();
    awaitFlushed(writer, 1);
  }

  @Test
  void aMySqlThatMayForgetIsNotWrittenTo() {
    JdbcTemplate jdbc = stage.jdbc;
    ShardWriter writer = stage.writer(0);
    writer.append(direct(5, 1, 2));
    jdbc.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
    try {
      assertThatThrownBy(() -> DatabaseDurabilityCheck.require(jdbc))
          .isInstanceOf(UnfitDatabaseException.class)
          .hasMessageContaining("'innodb_flush_log_at_trx_commit = 2'")
          .hasMessageContaining("'innodb_flush_log_at_trx_commit = 1'");
      flusher.start();
      await()
          .during(Duration.ofSeconds(1))
          .atMost(PATIENCE)
          .until(() -> stage.count("SELECT COUNT(*) FROM conversation") == 0);
    } finally {
      jdbc.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    }
    awaitFlushed(writer, 0);
    DatabaseDurabilityCheck.require(jdbc);
  }
}
