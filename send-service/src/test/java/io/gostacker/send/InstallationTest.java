package io.gostacker.send;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.shardlog.Installation;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.testkit.backend.Backends;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class InstallationTest {

  @Test
  void theNumberOfShardsIsThatOfTheFirstStart() {
    JdbcClient jdbc = JdbcClient.create(Backends.freshDatabase());
    Installation.keepShards(jdbc, new Shards(8));
    assertThatCode(() -> Installation.keepShards(jdbc, new Shards(8))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Installation.keepShards(jdbc, new Shards(16)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gostacker.shards is 16")
        .hasMessageContaining("first started with 8");
  }
}
