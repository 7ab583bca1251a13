package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.token.Bans;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import io.gostacker.testkit.backend.Backends;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// Two meta services on one database and one folder of keys, and one that starts again.
class InstancesTest {
  private static final String ME = "/api/v1/users/me";

  @Test
  void whatOneInstanceEndsTheOtherAndALaterOneKnow() {
    DataSource database = Backends.freshDatabase();
    Path keys = MetaServer.newKeys();
    User ann;
    try (MetaServer one = MetaServer.start(database, keys);
        MetaServer other = MetaServer.start(database, keys)) {
      ann = one.client().user("ann");
      RestClient atOther = other.client().bearing(ann.tokens().path("accessToken").asString());
      assertThat(atOther.get(ME).status()).isEqualTo(200);

      assertThat(ann.client().post("/api/v1/auth/logout", "").status()).isEqualTo(204);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(atOther.get(ME).status()).isEqualTo(401));
    }
    try (MetaServer later = MetaServer.start(database, keys)) {
      RestClient client = later.client().bearing(ann.tokens().path("accessToken").asString());
      assertThat(client.get(ME).status()).isEqualTo(401);
    }
  }

  @Test
  void whomOneInstanceBansAndLetsInAgainTheOtherKnows() {
    DataSource database = Backends.freshDatabase();
    Path keys = MetaServer.newKeys();
    try (MetaServer one = MetaServer.start(database, keys);
        MetaServer other = MetaServer.start(database, keys)) {
      User ann = one.client().user("ann");
      long id = Long.parseLong(ann.userId());
      Bans here = one.bean(Bans.class);
      Bans there = other.bean(Bans.class);
      String ban = "/api/v1/server/users/" + ann.userId() + "/ban";
      RestClient app = one.client().bearing(MetaServer.SERVER_KEY);

      assertThat(app.call("PUT", ban, "{}").status()).isEqualTo(204);
      assertThat(here.isBanned(id)).isTrue();
      await().atMost(Duration.ofSeconds(30)).until(() -> there.isBanned(id));

      assertThat(app.delete(ban).status()).isEqualTo(204);
      assertThat(here.isBanned(id)).isFalse();
      await().atMost(Duration.ofSeconds(30)).until(() -> !there.isBanned(id));
    }
  }

  @Test
  void aTokenOutlivesARestart() {
    DataSource database = Backends.freshDatabase();
    Path keys = MetaServer.newKeys();
    User ann;
    try (MetaServer before = MetaServer.start(database, keys)) {
      ann = before.client().user("ann");
    }
    try (MetaServer after = MetaServer.start(database, keys)) {
      RestClient client = after.client().bearing(ann.tokens().path("accessToken").asString());
      assertThat(client.get(ME).text("userId")).isEqualTo(ann.userId());
    }
  }

  @Test
  void oneDeviceMoreThanAllowedEndsTheOldestLogin() {
    try (MetaServer server =
        MetaServer.start(
            Backends.freshDatabase(), MetaServer.newKeys(), "gostacker.session.max-per-user=2")) {
      User first = server.client().user("ann");
      User second = server.client().login(first.userId(), first.username(), "second");
      User third = server.client().login(first.userId(), first.username(), "third");

      assertThat(first.client().get(ME).status()).isEqualTo(401);
      assertThat(second.client().get(ME).status()).isEqualTo(200);
      assertThat(third.client().get(ME).status()).isEqualTo(200);
    }
  }

  @Test
  void aFloodOfLoginsIsRefusedBeyondTheBound() {
    try (MetaServer server =
        MetaServer.start(
            Backends.freshDatabase(),
            MetaServer.newKeys(),
            "gostacker.password.threads=1",
            "gostacker.password.max-waiting=1")) {
      String body = "{\"username\":\"nobody\",\"password\":\"wrong horse\"}";

      var answers = Together.run(8, i -> server.client().post("/api/v1/auth/login", body));

      assertThat(answers).extracting(Answer::status).containsOnly(401, 503);
      Answer refused = answers.stream().filter(a -> a.status() == 503).findFirst().orElseThrow();
      assertThat(refused.code()).isEqualTo("overloaded");
      assertThat(refused.header("Retry-After")).isEqualTo("2");
    }
  }
}
