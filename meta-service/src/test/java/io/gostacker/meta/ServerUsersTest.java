package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Users and tokens by the app's back end.
class ServerUsersTest {
  private static final RestClient anybody = MetaServer.shared().client();
  private static final RestClient app = anybody.bearing(MetaServer.SERVER_KEY);
  private static final User ann = anybody.user("ann");
  private final String prefix = UUID.randomUUID() + "/";

  @Test
  void usersAreMadeOnceAndThenChanged() {
    String id = put("{\"externalId\":\"%sü😀\",\"nickname\":\"Dora\"}");
    assertThat(profile(id).path("nickname").asString()).isEqualTo("Dora");
    assertThat(profile(id).path("username").isNull()).isTrue();
    assertThat(profile(id).path("avatarUrl").isNull()).isTrue();

    assertThat(put("{\"externalId\":\"%sü😀\",\"avatarUrl\":\"https://a.example/d.png\"}"))
        .isEqualTo(id);
    assertThat(profile(id).path("nickname").asString()).isEqualTo("Dora");
    assertThat(profile(id).path("avatarUrl").asString()).isEqualTo("https://a.example/d.png");

    put("{\"externalId\":\"%sü😀\",\"nickname\":\"Dorothea\"}");
    assertThat(profile(id).path("nickname").asString()).isEqualTo("Dorothea");
    assertThat(profile(id).path("avatarUrl").asString()).isEqualTo("https://a.example/d.png");

    put("{\"externalId\":\"%sü😀\",\"avatarUrl\":null}");
    assertThat(profile(id).path("nickname").asString()).isEqualTo("Dorothea");
    assertThat(profile(id).path("avatarUrl").isNull()).isTrue();
    assertThat(put("{\"externalId\":\"%sÜ😀\"}")).isNotEqualTo(id);
  }

  @Test
  void aNicknameThatNobodyGaveDoesNotTellTheExternalId() {
    String id = put("{\"externalId\":\"%smail@example.com\"}");

    assertThat(profile(id).path("nickname").asString()).startsWith("User ");
  }

  @Test
  void aThousandAtOnceBySeveralCallersAreAThousandUsers() {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 1000).boxed().toList());

    List<Map<String, String>> answers =
        Together.run(
            6,
            caller -> {
              List<Integer> own = new ArrayList<>(numbers);
              Collections.shuffle(own, new Random(caller));
              String users =
                  own.stream()
                      .map(n ->
                          n % 2 == caller % 2
                              ? "{\"externalId\":\"%s%d\",\"nickname\":\"n%d\"}"
                                  .formatted(prefix, n, n)
                              : "{\"externalId\":\"%s%d\",\"avatarUrl\":null}".formatted(prefix, n))
                      .collect(Collectors.joining(","));
              Answer answer = app.post("/api/v1/server/users", "{\"users\":[" + users + "]}");
              assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
              assertThat(answer.json().path("users").path(0).path("externalId").asString())
                  .isEqualTo(prefix + own.getFirst());
              return byExternalId(answer);
            });

    assertThat(answers).allMatch(answers.getFirst()::equals);
    assertThat(answers.getFirst().values()).doesNotHaveDuplicates().hasSize(1000);
    assertThat(
            profile(answers.getFirst().getOrDefault(prefix + "7", "")).path("nickname").asString())
        .isEqualTo("n7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|users",
        "{\"users\":[{}]}|users[0].externalId",
        "{\"users\":[null]}|users[0].externalId",
        "{\"users\":[{\"externalId\":\" a\"}]}|users[0].externalId",
        "{\"users\":[{\"externalId\":\"a\"},{\"externalId\":\"a\"}]}|users[1].externalId",
        "{\"users\":[{\"externalId\":\"a\",\"nickname\":\"\"}]}|users[0].nickname",
        "{\"users\":[{\"externalId\":\"a\",\"avatarUrl\":\"javascript:1\"}]}|users[0].avatarUrl",
        "{\"users\":[{\"externalId\":\"a\",\"avatarUrl\":5}]}|users[0].avatarUrl",
        "{\"users\":{}}|users",
      })
  void whatIsWrongWithUsersIsNamed(String body, String field) {
    assertInvalid(app.post("/api/v1/server/users", body), field);
  }

  @Test
  void moreThanAThousandUsersAreRefused() {
    String users =
        IntStream.rangeClosed(0, 1000)
            .mapToObj(n -> "{\"externalId\":\"%s%d\"}".formatted(prefix, n))
            .collect(Collectors.joining(","));

    assertInvalid(app.post("/api/v1/server/users", "{\"users\":[" + users + "]}"), "users");
  }

  @Test
  void aTokenIsALoginOfThatDevice() {
    String id = put("{\"externalId\":\"%sa\",\"nickname\":\"Abe\"}");

    Answer answer = tokens("{\"userId\":\"%1$s\",\"deviceId\":\"phone\"}", id);
    assertThat(answer.status()).isEqualTo(200);
    JsonNode token = answer.json().path("tokens").path(0);
    assertThat(token.path("userId").asString()).isEqualTo(id);
    assertThat(token.path("deviceId").asString()).isEqualTo("phone");
    RestClient phone = anybody.bearing(token.path("accessToken").asString());
    assertThat(phone.get("/api/v1/users/me").text("nickname")).isEqualTo("Abe");

    RestClient tablet = client(tokens("{\"userId\":\"%1$s\",\"deviceId\":\"tablet\"}", id), 0);
    RestClient newer = client(tokens("{\"userId\":\"%1$s\",\"deviceId\":\"phone\"}", id), 0);
    assertThat(phone.get("/api/v1/users/me").status()).isEqualTo(401);
    assertThat(tablet.get("/api/v1/users/me").status()).isEqualTo(200);
    assertThat(newer.get("/api/v1/users/me").status()).isEqualTo(200);
    assertThat(newer.post("/api/v1/auth/logout", "").status()).isEqualTo(204);
    assertThat(newer.get("/api/v1/users/me").status()).isEqualTo(401);
  }

  @Test
  void aThousandTokensAtOnceAreAllGood() {
    String users =
        IntStream.range(0, 1000)
            .mapToObj(n -> "{\"externalId\":\"%s%d\"}".formatted(prefix, n))
            .collect(Collectors.joining(","));
    Answer made = app.post("/api/v1/server/users", "{\"users\":[" + users + "]}");
    String devices =
        byExternalId(made).values().stream()
            .map(id -> "{\"userId\":\"%s\",\"deviceId\":\"d\"}".formatted(id))
            .collect(Collectors.joining(","));

    Answer answer = app.post("/api/v1/server/tokens", "{\"tokens\":[" + devices + "]}");

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(answer.json().path("tokens").size()).isEqualTo(1000);
    for (int i : new int[] {0, 500, 999}) {
      assertThat(client(answer, i).get("/api/v1/users/me").text("userId"))
          .isEqualTo(answer.json().path("tokens").path(i).path("userId").asString());
    }
  }

  @Test
  void aTokenExpiresWhenItWasAskedTo() {
    String id = put("{\"externalId\":\"%sa\"}");
    String body =
        "{\"expiresInSeconds\":%s,\"tokens\":[{\"userId\":\"" + id + "\",\"deviceId\":\"d\"}]}";

    Answer answer = app.post("/api/v1/server/tokens", body.formatted(7200));

    long[] times = new long[2];
    JsonNode claims = claims(answer);
    times[0] = claims.path("iat").asLong();
    times[1] = claims.path("exp").asLong();
    assertThat(times[1] - times[0]).isBetween(7199L, 7201L);
    for (String seconds : List.of("0", "-1", "86401", "\"60\"", "1.5")) {
      assertInvalid(app.post("/api/v1/server/tokens", body.formatted(seconds)), "expiresInSeconds");
    }
  }

  @Test
  void anUnknownUserIsNamedAndNobodyGetsAToken() {
    String id = put("{\"externalId\":\"%sa\"}");
    RestClient before = client(tokens("{\"userId\":\"%1$s\",\"deviceId\":\"d\"}", id), 0);

    Answer answer =
        tokens(
            "{\"userId\":\"%1$s\",\"deviceId\":\"d\"},{\"userId\":\"77\",\"deviceId\":\"d\"}", id);

    assertInvalid(answer, "tokens[1].userId");
    assertThat(answer.json().toString()).contains("77");
    assertThat(before.get("/api/v1/users/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|tokens",
        "{\"tokens\":[{\"deviceId\":\"d\"}]}|tokens[0].userId",
        "{\"tokens\":[{\"userId\":\"5\",\"deviceId\":\"a b\"}]}|tokens[0].deviceId",
        "{\"tokens\":[{\"userId\":\"5\"}]}|tokens[0].deviceId",
        "{\"tokens\":[{\"userId\":\"5\",\"deviceId\":\"d\"},{\"userId\":\"5\",\"deviceId\":\"d\"}]}|tokens[1]",
      })
  void whatIsWrongWithTokensIsNamed(String body, String field) {
    assertInvalid(app.post("/api/v1/server/tokens", body), field);
  }

  @Test
  void disconnectingEndsTheSessionsAndTheirSockets() {
    User bob = anybody.user("bob");
    User tablet = anybody.login(bob.userId(), bob.username(), "tablet");
    String path = "/api/v1/server/users/" + bob.userId() + "/disconnect";
    String session = claims(bob.tokens().path("accessToken").asString()).path("sid").asString();

    assertThat(app.post(path, "{\"deviceId\":\"no-such-device\"}").status()).isEqualTo(204);
    assertThat(bob.client().get("/api/v1/users/me").status()).isEqualTo(200);

    String device = bob.tokens().path("deviceId").asString();
    assertThat(
            app.post(path, "{\"deviceId\":\"" + device + "\",\"reason\":\"lost phone\"}").status())
        .isEqualTo(204);
    assertThat(bob.client().get("/api/v1/users/me").status()).isEqualTo(401);
    assertThat(MetaServer.shared().closedSessions()).contains(session);
    assertThat(
            anybody
                .post(
                    "/api/v1/auth/refresh",
                    "{\"refreshToken\":\"%s\"}"
                        .formatted(bob.tokens().path("refreshToken").asString()))
                .status())
        .isEqualTo(401);
    assertThat(tablet.client().get("/api/v1/users/me").status()).isEqualTo(200);

    assertThat(app.post(path, "").status()).isEqualTo(204);
    assertThat(tablet.client().get("/api/v1/users/me").status()).isEqualTo(401);
    assertThat(app.post(path, "").status()).isEqualTo(204);
    assertThat(app.post("/api/v1/server/users/77/disconnect", "").status()).isEqualTo(404);
    assertThat(app.post("/api/v1/server/users/x/disconnect", "{}").status()).isEqualTo(404);
    assertInvalid(app.post(path, "{\"deviceId\":\"a b\"}"), "deviceId");
    assertInvalid(app.post(path, "{\"reason\":\"a\\nb\"}"), "reason");
  }

  @ParameterizedTest
  @CsvSource({"users", "tokens", "conversations", "users/5/disconnect"})
  void onlyAnApiKeyOpensTheServerApi(String path) {
    List<RestClient> others =
        List.of(
            anybody,
            ann.client(),
            anybody.bearing(""),
            anybody.bearing(MetaServer.SERVER_KEY + "0"),
            anybody.bearing(MetaServer.SERVER_KEY.toUpperCase(java.util.Locale.ROOT)),
            anybody.with("Authorization", MetaServer.SERVER_KEY),
            anybody.with("Authorization", "Basic " + MetaServer.SERVER_KEY));
    for (RestClient other : others) {
      Answer answer = other.post("/api/v1/server/" + path, "{}");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("unauthenticated");
    }
  }

  @Test
  void anApiKeyIsNoUsersToken() {
    assertThat(app.get("/api/v1/users/me").status()).isEqualTo(401);
    assertThat(app.get("/api/v1/conversations").status()).isEqualTo(401);
    assertThat(app.post("/api/v1/auth/logout", "").status()).isEqualTo(401);
  }

  private String put(String user) {
    Answer answer =
        app.post("/api/v1/server/users", "{\"users\":[" + user.formatted(prefix) + "]}");
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json().path("users").path(0).path("userId").asString();
  }

  private static JsonNode profile(String userId) {
    return ann.client().get("/api/v1/users/" + userId).json();
  }

  private static Answer tokens(String devices, String userId) {
    return app.post("/api/v1/server/tokens", "{\"tokens\":[" + devices.formatted(userId) + "]}");
  }

  private static RestClient client(Answer tokens, int index) {
    return anybody.bearing(tokens.json().path("tokens").path(index).path("accessToken").asString());
  }

  private static JsonNode claims(Answer tokens) {
    return claims(tokens.json().path("tokens").path(0).path("accessToken").asString());
  }

  private static JsonNode claims(String token) {
    byte[] json = java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return new tools.jackson.databind.json.JsonMapper().readTree(json);
  }

  private static Map<String, String> byExternalId(Answer answer) {
    Map<String, String> ids = new HashMap<>();
    for (JsonNode user : answer.json().path("users")) {
      ids.put(user.path("externalId").asString(), user.path("userId").asString());
    }
    return ids;
  }

  private static void assertInvalid(Answer answer, String field) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .contains(field);
  }
}
