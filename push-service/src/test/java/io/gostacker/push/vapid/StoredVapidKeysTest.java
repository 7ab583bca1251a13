package io.gostacker.push.vapid;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.push.provider.VapidKeys;
import io.gostacker.testkit.backend.Backends;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The keys of Web Push on a real database.
class StoredVapidKeysTest {

  @Test
  void allProcessesHaveThePairOfWhoeverWasFirst() {
    JdbcClient jdbc = JdbcClient.create(Backends.freshDatabase());
    VapidKeys first = new StoredVapidKeys(jdbc).get(new SecureRandom());
    VapidKeys second = new StoredVapidKeys(jdbc).get(new SecureRandom());
    assertThat(second.publicKey()).isEqualTo(first.publicKey());
    assertThat(second.privateKey()).isEqualTo(first.privateKey());
  }
}
