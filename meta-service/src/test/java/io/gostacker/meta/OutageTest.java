package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What clients hear while something that meta needs is away.
class OutageTest {

  @Test
  void aCommandThatSendDoesNotAnswerIsUnavailable() {
    MetaServer server = MetaServer.shared();
    User ann = server.client().user("ann");
    server.send().beSilent(true);
    try {
      Answer answer =
          ann.client()
              .post(
                  "/api/v1/conversations", "{\"type\":\"group\",\"name\":\"g\",\"memberIds\":[]}");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
    } finally {
      server.send().beSilent(false);
    }
  }

  @Test
  void withoutMySqlEverythingIsUnavailableUntilItIsBack() {
    try (EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
        HikariDataSource pool = pool(mariaDb)) {
      Flyway.configure().dataSource(pool).load().migrate();
      try (MetaServer server = MetaServer.start(pool, MetaServer.newKeys())) {
        User ann = server.client().user("ann");
        mariaDb.kill();

        for (Answer answer : everythingThatReadsMySql(server, ann)) {
          assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
          assertThat(answer.code()).isEqualTo("unavailable");
        }

        mariaDb.start();
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () -> assertThat(ann.client().get("/api/v1/users/me").status()).isEqualTo(200));
      }
    }
  }

  private static Iterable<Answer> everythingThatReadsMySql(MetaServer server, User ann) {
    String credentials =
        "{\"username\":\"%s\",\"password\":\"correct horse\"}".formatted(ann.username());
    return List.of(
        ann.client().get("/api/v1/users/me"),
        ann.client().get("/api/v1/users?query=a"),
        server.client().post("/api/v1/auth/login", credentials),
        server.client().post("/api/v1/auth/register", credentials),
        server.client().post("/api/v1/auth/refresh", "{\"refreshToken\":\"x\"}"),
        ann.client().post("/api/v1/auth/logout", ""),
        ann.client()
            .post("/api/v1/conversations", "{\"type\":\"group\",\"name\":\"g\",\"memberIds\":[]}"));
  }

  private static HikariDataSource pool(EmbeddedMariaDb mariaDb) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(mariaDb.jdbcUrl("gostacker"));
    config.setUsername(EmbeddedMariaDb.USER);
    config.setPassword(mariaDb.password());
    config.setConnectionTimeout(1000);
    return new HikariDataSource(config);
  }
}
