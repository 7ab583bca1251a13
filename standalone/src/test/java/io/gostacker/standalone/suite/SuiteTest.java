package io.gostacker.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gostacker.standalone.SuiteProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import io.lettuce.core.RedisClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

/// Two gateways, two send instances, meta and two flushers, all of them real processes.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class SuiteTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static Api first;
  private static Api second;

  @BeforeAll
  static void start() {
    first = RunningSuite.shared().at(1);
    second = RunningSuite.shared().at(2);
  }

  private static TestUser atTheSecond(TestUser user) {
    return new TestUser(second, user.username(), user.password(), user.deviceId(), user.login());
  }

  @Test
  void whoIsAtOneGatewayTalksWithWhoIsAtTheOther() {
    TestUser ann = first.newUser("ann");
    TestUser bob = second.newUser("bob");
    TestSocket annsSocket = ann.connect();
    TestSocket bobsSocket = bob.connect();
    // Several conversations, so that both send instances serve some.
    for (int i = 0; i < 8; i++) {
      String group = ann.group("group " + i, bob);
      for (int j = 1; j <= 20; j++) {
        annsSocket.sendText(group, "a-" + i + "-" + j, "hello");
      }
      List<Long> all = LongStream.rangeClosed(2, 21).boxed().toList();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(bobsSocket.seqs(group)).filteredOn(seq -> seq > 1).isEqualTo(all));
      assertThat(bob.history(group)).hasSize(21);
    }
    assertThat(annsSocket.frames("sent")).hasSize(160);
  }

  @Test
  void aDevicesNewerSocketReplacesTheOlderOneAtAnotherGateway() {
    TestUser ann = first.newUser("ann");
    TestSocket older = ann.connect();
    TestSocket newer = atTheSecond(ann).connect();
    assertThat(older.awaitClose()).isEqualTo(4409);
    TestSocket newest = ann.connect();
    assertThat(newer.awaitClose()).isEqualTo(4409);
    await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !newest.isClosed());
  }

  @Test
  void aRouteThatIsGoneFromRedisTakesNobodysMessages() {
    assumeTrue(RunningSuite.shared().hasOneRedis(), "keys of a Cluster are elsewhere");
    TestUser ann = first.newUser("ann");
    TestUser bob = second.newUser("bob");
    String direct = ann.directWith(bob);
    TestSocket bobsSocket = bob.connect();
    try (RedisClient client = RedisClient.create(RunningSuite.shared().redis().url())) {
      String route = "route:" + bob.login().path("userId").asString();
      assertThat(client.connect().sync().del(route)).isEqualTo(1);
    }
    ann.send(direct, "still", "hello").is(201);
    bobsSocket.awaitMessage("still");
  }

  @Test
  void anEndedSessionsSocketsAreClosedAtEveryGatewayWithinTwoSeconds() {
    TestUser ann = first.newUser("ann");
    TestUser phone = first.otherDevice(ann, "phone");
    TestSocket annsSocket = ann.connect();
    TestSocket phonesSocket = atTheSecond(phone).connect();
    long start = System.nanoTime();
    ann.call("DELETE", "/api/v1/devices/phone", null).is(204);
    assertThat(phonesSocket.awaitClose()).isEqualTo(4401);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    await().atMost(SOON).until(() -> atTheSecond(phone).get("/api/v1/users/me").status() == 401);
    assertThat(annsSocket.isClosed()).isFalse();
  }

  @Test
  void theGatewaysAreToldTheLeastLoadedFirst() {
    TestSocket socket = first.newUser("ann").connect();
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          JsonNode items =
              second.call("GET", "/api/v1/gateways", null, null).is(200).json().path("items");
          assertThat(items.valueStream().map(item -> item.path("url").asString()))
              .containsExactlyInAnyOrder(socketUrl(1), socketUrl(2));
          assertThat(items.valueStream().map(item -> item.path("connections").asInt()))
              .isSorted()
              .anyMatch(connections -> connections > 0);
        });
    socket.close();
  }

  private static String socketUrl(int gateway) {
    SuiteProcess process = RunningSuite.shared().suite().gateways().get(gateway - 1);
    return "ws://127.0.0.1:" + process.port() + "/api/v1/ws";
  }

  @Test
  void aConversationIsListedAtBothGatewaysAsSoonAsItIsMade() {
    TestUser ann = first.newUser("ann");
    TestUser bob = second.newUser("bob");
    for (int i = 0; i < 10; i++) {
      String group = ann.group("group " + i, bob);
      assertThat(bob.get("/api/v1/conversations?limit=50").is(200).response().body())
          .contains(group);
    }
  }

  @Test
  void settingsInConsulReachEveryInstanceWithoutARestart() throws Exception {
    List<SuiteProcess> sends = RunningSuite.shared().suite().sends();
    put("gostacker.group-cache.ttl: 7m");
    await().atMost(SOON).until(() -> sends.stream().allMatch(said("ttl=PT7M")));
    put("gostacker.group-cache.ttl: 1s");
    await()
        .atMost(SOON)
        .until(() -> sends.stream().allMatch(said("gostacker.group-cache.ttl must be 10s to 24h")));
    put("gostacker.group-cache.ttl: 10m");
    await().atMost(SOON).until(() -> sends.stream().allMatch(said("ttl=PT10M")));
  }

  private static Predicate<SuiteProcess> said(String text) {
    return process -> process.output().contains(text);
  }

  private static void put(String yaml) throws Exception {
    URI key =
        URI.create(
            "http://127.0.0.1:"
                + RunningSuite.shared().consul().port()
                + "/v1/kv/gostacker/send.yaml");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest put =
          HttpRequest.newBuilder(key).PUT(HttpRequest.BodyPublishers.ofString(yaml)).build();
      assertThat(client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  /// What alerts and dashboards ask for is there.
  @Test
  void everyMetricThatIsAskedForIsTold() throws Exception {
    TestUser ann = first.newUser("ann");
    String direct = ann.directWith(second.newUser("bob"));
    ann.send(direct, "m", "hello").is(201);
    assertThat(ann.history(direct)).hasSize(1);
    StringBuilder told = new StringBuilder();
    for (SuiteProcess process : RunningSuite.shared().suite().all()) {
      Api metrics = new Api("http://127.0.0.1:" + process.managementPort());
      told.append(metrics.call("GET", "/actuator/prometheus", null, null).response().body());
    }
    Set<String> asked = new TreeSet<>();
    for (String file : List.of("prometheus/alerts.yml", "grafana/dashboards/gostacker.json")) {
      Matcher names =
          Pattern.compile("gostacker_[a-z_]+")
              .matcher(Files.readString(Path.of("../deploy", file)));
      while (names.find()) {
        asked.add(names.group());
      }
    }
    assertThat(asked).hasSizeGreaterThan(10);
    asked.removeIf(name -> Pattern.compile("(?m)^" + name + "[{ ]").matcher(told).find());
    assertThat(asked).as("not told").isEmpty();
  }
}
