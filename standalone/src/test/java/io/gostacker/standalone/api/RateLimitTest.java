package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.testkit.backend.Backends;
import io.gostacker.testkit.backend.DatabaseAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The rate limits of the contract, on a product that has them on; and on two that share a Redis.
class RateLimitTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static EmbeddedRedis redis;
  private static DatabaseAddress database;
  private static StandaloneInJvm product;
  private static Api api;

  @BeforeAll
  static void start() {
    redis = Backends.ownRedis();
    database = Backends.newDatabase();
    product = start(Map.of("gostacker.rate-limit.enabled", true));
    api = new Api(product.baseUrl());
  }

  private static StandaloneInJvm start(Map<String, Object> settings) {
    return StandaloneInJvm.start(redis.url(), database, settings);
  }

  @AfterAll
  static void stop() {
    product.close();
    redis.kill();
  }

  @Test
  void twoHundredFramesAtOnceAreTakenAndWhatIsTooMuchIsToldWhenToComeAgain() {
    TestUser ann = api.newUser("ann");
    String direct = ann.directWith(api.newUser("bob"));
    TestSocket socket = ann.connect();
    int sends = 400;
    for (int i = 0; i < sends; i++) {
      socket.sendText(direct, "m-" + i, "text");
    }
    await()
        .atMost(PATIENCE)
        .until(() -> socket.frames("sent").size() + socket.frames("error").size() == sends);
    List<JsonNode> refused = socket.frames("error");
    assertThat(socket.frames("sent")).hasSizeGreaterThanOrEqualTo(200);
    assertThat(refused).isNotEmpty();
    for (JsonNode error : refused) {
      assertThat(error.path("code").asString()).isEqualTo("rate_limited");
      assertThat(error.path("retryAfterMs").asLong()).isBetween(1L, 1_000L);
      assertThat(error.path("clientMessageId").asString()).startsWith("m-");
    }
    String again = refused.getFirst().path("clientMessageId").asString();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          socket.sendText(direct, again, "text");
          return socket.frames("sent").stream()
              .anyMatch(sent -> sent.path("clientMessageId").asString().equals(again));
        });
    List<String> ids =
        ann.history(direct).stream().map(m -> m.path("clientMessageId").asString()).toList();
    assertThat(ids).doesNotHaveDuplicates().contains(again);
  }

  @Test
  void framesAndRequestsCountTogetherAndOthersAreNotHeldUp() {
    TestUser ann = api.newUser("ann");
    TestUser bob = api.newUser("bob");
    String direct = ann.directWith(bob);
    TestSocket socket = ann.connect();
    for (int i = 0; i < 260; i++) {
      socket.sendText(direct, "m-" + i, "text");
    }
    await().atMost(PATIENCE).until(() -> !socket.frames("error").isEmpty());
    List<Api.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(ann.send(direct, "r-" + i, "text"));
    }
    Api.Answer refused =
        answers.stream().filter(answer -> answer.status() != 201).findFirst().orElseThrow();
    refused.isProblem(429, "rate_limited");
    assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("1");
    bob.send(direct, "b", "text").is(201);
  }

  @Test
  void anAddressThatTriesTooOftenIsToldToWaitOverAllProcesses() {
    Map<String, Object> few =
        Map.of("gostacker.rate-limit.enabled", true, "gostacker.rate-limit.auth-per-minute", 6);
    try (StandaloneInJvm one = start(few);
        StandaloneInJvm other = start(few)) {
      List<Api> both = List.of(new Api(one.baseUrl()), new Api(other.baseUrl()));
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        Api.Answer answer =
            both.get(i % 2).call("POST", "/api/v1/auth/refresh", null, "{\"refreshToken\":\"x\"}");
        statuses.add(answer.status());
      }
      assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 401, 429);
      Api.Answer last =
          both.getFirst().call("POST", "/api/v1/auth/refresh", null, "{\"refreshToken\":\"x\"}");
      last.isProblem(429, "rate_limited");
      assertThat(last.response().headers().firstValue("Retry-After")).isPresent();
      // Others of its kinds are counted for themselves.
      both.getFirst()
          .call("POST", "/api/v1/auth/login", null, "{\"username\":\"x\",\"password\":\"y\"}")
          .isProblem(401, "bad_credentials");
    }
  }

  @Test
  void noOtherSpellingOfAPathPassesUncounted() {
    try (StandaloneInJvm one =
        start(
            Map.of(
                "gostacker.rate-limit.enabled", true, "gostacker.rate-limit.auth-per-minute", 4))) {
      Api strict = new Api(one.baseUrl());
      List<Integer> statuses = new ArrayList<>();
      for (String path :
          List.of(
              "/register",
              "/%72egister",
              "/register;a=b",
              ";a/register",
              "/r%65gister;",
              "/register")) {
        statuses.add(strict.call("POST", "/api/v1/auth" + path, null, "{}").status());
      }
      assertThat(statuses).containsExactly(422, 422, 422, 422, 429, 429);
    }
  }

  @Test
  void guessingByPasswordChangesIsSlowedLikeGuessingByLogins() {
    TestUser ann = api.newUser("ann");
    String wrong = "{\"currentPassword\":\"wrong\",\"newPassword\":\"another secret\"}";
    for (int i = 0; i < 10; i++) {
      ann.call("PUT", "/api/v1/users/me/password", wrong).isProblem(401, "bad_credentials");
    }
    ann.call("PUT", "/api/v1/users/me/password", wrong).isProblem(429, "rate_limited");
    String right =
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(ann.username(), ann.password());
    api.call("POST", "/api/v1/auth/login", null, right).isProblem(429, "rate_limited");
  }

  @Test
  void anAccountThatAsksTooOftenIsToldToWait() {
    Map<String, Object> few =
        Map.of(
            "gostacker.rate-limit.enabled", true,
            "gostacker.rate-limit.request-burst", 5,
            "gostacker.rate-limit.requests-per-second", 1);
    try (StandaloneInJvm strict = start(few)) {
      Api strictApi = new Api(strict.baseUrl());
      TestUser ann = strictApi.newUser("ann");
      TestUser bob = strictApi.newUser("bob");
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        statuses.add(ann.get("/api/v1/users/me").status());
      }
      assertThat(statuses).startsWith(200, 200, 200, 200, 200).contains(429);
      bob.get("/api/v1/users/me").is(200);
    }
  }

  @Test
  void theEleventhWrongPasswordInAMinuteIsTooMany() {
    TestUser ann = api.newUser("ann");
    String wrong = "{\"username\":\"%s\",\"password\":\"wrong\"}".formatted(ann.username());
    for (int i = 0; i < 10; i++) {
      api.call("POST", "/api/v1/auth/login", null, wrong).isProblem(401, "bad_credentials");
    }
    Api.Answer refused = api.call("POST", "/api/v1/auth/login", null, wrong);
    refused.isProblem(429, "rate_limited");
    assertThat(refused.response().headers().firstValue("Retry-After").map(Integer::valueOf))
        .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 60));
    ann.get("/api/v1/users/me").is(200);
  }

  @Test
  void switchedOffNothingIsLimited() {
    try (StandaloneInJvm free =
        start(
            Map.of(
                "gostacker.rate-limit.enabled", false,
                "gostacker.rate-limit.send-burst", 1,
                "gostacker.rate-limit.request-burst", 1,
                "gostacker.rate-limit.auth-per-minute", 1))) {
      Api freeApi = new Api(free.baseUrl());
      TestUser ann = freeApi.newUser("ann");
      String direct = ann.directWith(freeApi.newUser("bob"));
      TestSocket socket = ann.connect();
      for (int i = 0; i < 500; i++) {
        socket.sendText(direct, "m-" + i, "text");
      }
      await().atMost(PATIENCE).until(() -> socket.frames("sent").size() == 500);
    }
  }

  @Test
  void whileRedisIsAwayEachProcessCountsForItself() throws Exception {
    EmbeddedRedis own = Backends.ownRedis();
    try (StandaloneInJvm alone =
        StandaloneInJvm.start(
            own.url(),
            Backends.newDatabase(),
            Map.of(
                "gostacker.rate-limit.enabled", true, "gostacker.rate-limit.auth-per-minute", 4))) {
      Api aloneApi = new Api(alone.baseUrl());
      own.kill();
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        statuses.add(
            aloneApi
                .call("POST", "/api/v1/auth/refresh", null, "{\"refreshToken\":\"x\"}")
                .status());
      }
      assertThat(statuses).containsExactly(401, 401, 401, 401, 429, 429);
    } finally {
      own.kill();
    }
  }
}
