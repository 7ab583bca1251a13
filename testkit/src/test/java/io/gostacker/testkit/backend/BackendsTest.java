package io.gostacker.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class BackendsTest {

  @Test
  void redisKeepsEveryAcknowledgedWriteAndCanBeEmptied() {
    try (RedisClient client = RedisClient.create(Backends.redisUrl());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      assertThat(redis.configGet("append*"))
          .containsEntry("appendonly", "yes")
          .containsEntry("appendfsync", "always");
      assertThat(redis.configGet("no-appendfsync-on-rewrite")).containsValue("no");
      assertThat(redis.configGet("maxmemory-policy")).containsValue("noeviction");
      redis.set("key", "value");
      Backends.flushRedis();
      assertThat(redis.get("key")).isNull();
    }
  }

  @Test
  void aFreshDatabaseHasAllTablesAndNoRows() {
    JdbcClient first = JdbcClient.create(Backends.freshDatabase());
    JdbcClient second = JdbcClient.create(Backends.freshDatabase());
    first.sql("INSERT INTO shard_state (shard) VALUES (1)").update();
    assertThat(first.sql("SELECT COUNT(*) FROM shard_state").query(Long.class).single()).isOne();
    assertThat(second.sql("SELECT COUNT(*) FROM shard_state").query(Long.class).single()).isZero();
  }

  @Test
  void aDatabaseKeepsAnyUnicodeTextAndCommitsDurably() {
    JdbcClient database = JdbcClient.create(Backends.freshDatabase());
    String text = "é 漢字 😀 \u0001 \u0000 ' \\";
    database
        .sql("INSERT INTO conversation (conversation_id, shard, name) VALUES (1, 0, ?)")
        .param(text)
        .update();
    assertThat(database.sql("SELECT name FROM conversation").query(String.class).single())
        .isEqualTo(text);
    assertThat(
            database.sql("SELECT @@innodb_flush_log_at_trx_commit").query(Integer.class).single())
        .isOne();
  }

  @Test
  void batchesAreSentAsOneStatement() {
    var source = Backends.freshDatabase();
    JdbcClient database = JdbcClient.create(source);
    long before = insertStatements(database);
    List<Object[]> rows = IntStream.range(0, 500).mapToObj(i -> new Object[] {i}).toList();
    new JdbcTemplate(source).batchUpdate("INSERT INTO shard_state (shard) VALUES (?)", rows);
    assertThat(database.sql("SELECT COUNT(*) FROM shard_state").query(Long.class).single())
        .isEqualTo(500);
    assertThat(insertStatements(database) - before).isLessThan(50);
  }

  private static long insertStatements(JdbcClient database) {
    return database
        .sql("SHOW GLOBAL STATUS LIKE 'Com_insert'")
        .query((row, number) -> row.getLong(2))
        .single();
  }
}
