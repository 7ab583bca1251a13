package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import io.gostacker.standalone.push.Vendor;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/// One message to a channel of many who are away: each is notified once, and others who talk
/// meanwhile feel little of it. With `-Dgostacker.test.burst=100000` in full size; what it prints
/// is in `docs/performance.md`.
class PushBurstTest {
  private static final String KEY = "5d1c0a7be94f62388c1fd07e24b96a53";
  private static final int MEMBERS = Integer.getInteger("gostacker.test.burst", 3_000);
  private static final int PART = 1_000;
  private static final int RATE = 1_000;

  /// How many times as long the median answer may take: far more than it does, as machines have
  /// other things to do.
  private static final double BOUND = 5;

  @Test
  void whoTalksMeanwhileFeelsLittleOfIt() {
    EmbeddedRedis redis = Backends.ownRedis();
    DatabaseAddress database = Backends.newDatabase();
    Map<String, Object> settings = new HashMap<>(Vendor.settings());
    settings.put("gostacker.server-api.keys", KEY);
    settings.put("gostacker.redis.timeout", "5s");
    settings.put("gostacker.push.settle", "0s");
    settings.put("gostacker.push.http.vendor.rate", RATE);
    try (StandaloneInJvm product = StandaloneInJvm.start(redis.url(), database, settings)) {
      Api api = new Api(product.baseUrl());
      List<String> members = users(api);
      tokens(database, members);
      TestUser owner = api.newUser("owner");
      TestUser friend = api.newUser("friend");
      String channel = channel(api, owner, members);
      String talk = owner.directWith(friend);
      try (PacedSends sends = PacedSends.open(api, owner, talk)) {
        sends.during(Duration.ofSeconds(5)); // warms up
        PacedSends.Latencies calm = sends.during(Duration.ofSeconds(10));
        owner.send(channel, "news", "news").is(201);
        List<PacedSends.Latencies> busy = new ArrayList<>();
        while (notified(members) < members.size()) {
          busy.add(sends.during(Duration.ofSeconds(2)));
        }
        PacedSends.Latencies burst = PacedSends.Latencies.of(busy);
        System.out.printf("Burst of %d: calm %s; while notified %s%n", MEMBERS, calm, burst);
        assertThat(burst.millis(0.5)).isLessThan(BOUND * Math.max(1, calm.millis(0.5)));
      }
      await().during(Duration.ofSeconds(2)).until(() -> notified(members) == members.size());
      for (String member : members) {
        assertThat(Vendor.shared().taken(member))
            .extracting(each -> each.path("conversationId").asString())
            .containsExactly(channel);
      }
    } finally {
      redis.kill();
    }
  }

  private static int notified(List<String> members) {
    return (int)
        members.stream().filter(member -> !Vendor.shared().taken(member).isEmpty()).count();
  }

  private static List<String> users(Api api) {
    List<String> ids = new ArrayList<>();
    for (int from = 0; from < MEMBERS; from += PART) {
      String users =
          IntStream.range(from, Math.min(MEMBERS, from + PART))
              .mapToObj("{\"externalId\":\"%d\"}"::formatted)
              .collect(Collectors.joining(","));
      server(api, "/users", "{\"users\":[" + users + "]}")
          .path("users")
          .forEach(user -> ids.add(user.path("userId").asString()));
    }
    return ids;
  }

  private static String channel(Api api, TestUser owner, List<String> members) {
    String ids = members.stream().collect(Collectors.joining("\",\"", "\"", "\""));
    return server(
            api,
            "/conversations",
            "{\"type\":\"channel\",\"name\":\"News\",\"ownerId\":\"%s\",\"memberIds\":[%s]}"
                .formatted(owner.id(), ids))
        .path("conversationId")
        .asString();
  }

  private static JsonNode server(Api api, String path, String body) {
    Api.Answer answer = api.call("POST", "/api/v1/server" + path, KEY, body);
    assertThat(answer.status()).as("%s", answer.response().body()).isLessThan(300);
    return answer.json();
  }

  /// As meta writes them; one call for each would take longer than all the rest.
  private static void tokens(DatabaseAddress database, List<String> members) {
    JdbcTemplate jdbc =
        new JdbcTemplate(
            new DriverManagerDataSource(database.url(), database.user(), database.password()));
    for (int from = 0; from < members.size(); from += PART) {
      String rows =
          members.subList(from, Math.min(members.size(), from + PART)).stream()
              .map(user ->
                  "(%s,'phone','vendor','t%s',UNHEX(SHA2('%s',256)),0)".formatted(user, user, user))
              .collect(Collectors.joining(","));
      jdbc.update(
          "INSERT INTO push_token (user_id, device_id, provider, token, token_hash, updated_at)"
              + " VALUES "
              + rows);
    }
  }
}
