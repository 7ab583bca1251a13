package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Accounts and sessions, as the contract has them.
class AccountsTest {
  private static final Duration SOON = Duration.ofSeconds(2);

  private static Api api;

  @BeforeAll
  static void start() {
    api = new Api(RunningStandalone.baseUrl());
  }

  @Test
  void aRegistrationAnswersTheUserAndNothingSecret() {
    String username = newName();
    Answer answer = register(username, "a long password", "Ann 😀");
    answer.is(201);
    JsonNode user = answer.json();
    assertThat(user.propertyNames()).containsExactlyInAnyOrder("userId", "username", "nickname");
    assertThat(user.path("username").asString()).isEqualTo(username);
    assertThat(user.path("nickname").asString()).isEqualTo("Ann 😀");
    String named = newName();
    JsonNode withoutNickname =
        post("register", json("{'username':'%s','password':'12345678'}", named)).is(201).json();
    assertThat(withoutNickname.path("nickname").asString()).isNotEmpty();
  }

  @Test
  void aNameIsTakenInEveryCase() {
    String username = newName();
    register(username, "a long password", "A").is(201);
    for (String again : List.of(username, username.toUpperCase(Locale.ROOT))) {
      register(again, "another password", "B").isProblem(409, "username_taken");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'username':'ab','password':'12345678'}",
        "{'username':'with blank','password':'12345678'}",
        "{'username':'ünïcode','password':'12345678'}",
        "{'username':'trailing ','password':'12345678'}",
        "{'username':'nul\\u0000nul','password':'12345678'}",
        "{'username':123,'password':'12345678'}",
        "{'username':null,'password':'12345678'}",
        "{'username':['abc'],'password':'12345678'}",
        "{'password':'12345678'}",
        "{'username':'validname','password':'1234567'}",
        "{'username':'validname','password':null}",
        "{'username':'validname','password':12345678}",
        "{'username':'validname'}",
        "{'username':'validname','password':'12345678','nickname':''}",
        "{'username':'validname','password':'12345678','nickname':'a\\u0000b'}",
        "{'username':'validname','password':'12345678','nickname':'\\ud800'}",
        "{'username':'validname','password':'12345678','nickname':{}}",
        "{'username':'validname','username':'validname','password':'12345678'}",
      })
  void aBadRegistrationIs422(String body) {
    post("register", json(body)).isProblem(422, "validation_failed");
  }

  @Test
  void anyUnicodeIsAPassword() {
    String username = newName();
    String password = "пароль 😀 \\\"\\u0000\\n";
    post("register", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}")
        .is(201);
    post("login", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}").is(200);
    post("login", json("{'username':'%s','password':'пароль 😀'}", username))
        .isProblem(401, "bad_credentials");
  }

  @Test
  void aLoginAnswersTokensAndTheDevice() {
    TestUser ann = api.newUser("ann");
    JsonNode login = ann.login();
    assertThat(login.propertyNames())
        .containsExactlyInAnyOrder(
            "accessToken", "refreshToken", "expiresIn", "userId", "deviceId");
    assertThat(login.path("expiresIn").isIntegralNumber()).isTrue();
    assertThat(login.path("expiresIn").asLong()).isPositive();
    assertThat(login.path("deviceId").asString()).isEqualTo("device-1");
    JsonNode unnamed =
        post(
                "login",
                json(
                    "{'username':'%s','password':'%s','platform':'ios'}",
                    ann.username(), ann.password()))
            .is(200)
            .json();
    assertThat(unnamed.path("deviceId").asString()).isNotEmpty().isNotEqualTo("device-1");
    ann.get("/api/v1/users/me").is(200);
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
    TestUser ann = api.newUser("ann");
    Answer wrong = login(ann.username(), "wrong password");
    Answer unknown = login(newName(), "wrong password");
    wrong.isProblem(401, "bad_credentials");
    assertThat(unknown.isProblem(401, "bad_credentials").response().body())
        .isEqualTo(wrong.response().body());
    login("' OR 1=1 --", "x").isProblem(401, "bad_credentials");
    login("", "").isProblem(401, "bad_credentials");
    login("n".repeat(5000), "p".repeat(5000)).isProblem(401, "bad_credentials");
    login(ann.username() + " ", ann.password()).isProblem(401, "bad_credentials");
  }

  @Test
  void aRefreshTokenWorksOnceAndGivesTheSameDevice() {
    TestUser ann = api.newUser("ann");
    JsonNode renewed = refresh(ann.login().path("refreshToken").asString()).is(200).json();
    assertThat(renewed.path("deviceId")).isEqualTo(ann.login().path("deviceId"));
    assertThat(renewed.path("userId")).isEqualTo(ann.login().path("userId"));
    assertThat(renewed.path("refreshToken")).isNotEqualTo(ann.login().path("refreshToken"));
    me(renewed.path("accessToken").asString()).is(200);
    refresh(renewed.path("refreshToken").asString()).is(200);
  }

  @Test
  void reuseOfASpentRefreshTokenRevokesTheDeviceAndNoOther() {
    TestUser ann = api.newUser("ann");
    TestUser tablet = api.otherDevice(ann, "tablet");
    String spent = ann.login().path("refreshToken").asString();
    JsonNode renewed = refresh(spent).is(200).json();
    try (TestSocket socket = ann.connect();
        TestSocket tablets = tablet.connect()) {
      refresh(spent).isProblem(401, "unauthenticated");
      await().atMost(SOON).untilAsserted(() -> ann.get("/api/v1/users/me").is(401));
      me(renewed.path("accessToken").asString()).isProblem(401, "unauthenticated");
      refresh(renewed.path("refreshToken").asString()).isProblem(401, "unauthenticated");
      await().atMost(SOON).until(socket::isClosed);
      assertThat(socket.awaitClose()).isEqualTo(4401);
      assertThat(tablets.isClosed()).isFalse();
      tablet.get("/api/v1/users/me").is(200);
    }
  }

  @Test
  void oneOfManySimultaneousRefreshesAtMostIsGranted() {
    TestUser ann = api.newUser("ann");
    String token = ann.login().path("refreshToken").asString();
    assertThat(RestCalls.together(8, () -> refresh(token).status()))
        .containsOnly(200, 401)
        .containsOnlyOnce(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "😀"})
  void whatIsNoRefreshTokenIsUnauthenticated(String token) {
    refresh(token).isProblem(401, "unauthenticated");
  }

  @Test
  void anAccessTokenIsNoRefreshTokenAndTheOtherWayRound() {
    TestUser ann = api.newUser("ann");
    refresh(ann.token()).isProblem(401, "unauthenticated");
    me(ann.login().path("refreshToken").asString()).isProblem(401, "unauthenticated");
  }

  @Test
  void logoutEndsTheDeviceWithinTwoSecondsAndNoOther() {
    TestUser ann = api.newUser("ann");
    TestUser tablet = api.otherDevice(ann, "tablet");
    try (TestSocket socket = ann.connect();
        TestSocket tablets = tablet.connect()) {
      Answer answer = ann.call("POST", "/api/v1/auth/logout", null).is(204);
      assertThat(answer.response().body()).isEmpty();
      await().atMost(SOON).untilAsserted(() -> ann.get("/api/v1/users/me").is(401));
      await().atMost(SOON).until(socket::isClosed);
      assertThat(socket.awaitClose()).isEqualTo(4401);
      refresh(ann.login().path("refreshToken").asString()).isProblem(401, "unauthenticated");
      ann.call("POST", "/api/v1/auth/logout", null).isProblem(401, "unauthenticated");
      ann.get("/api/v1/conversations").isProblem(401, "unauthenticated");
      ann.call("POST", "/api/v1/sync", "{\"cursors\":{}}").isProblem(401, "unauthenticated");
      tablet.get("/api/v1/users/me").is(200);
      assertThat(tablets.isClosed()).isFalse();
    }
  }

  @Test
  void aUserReadsAndChangesTheOwnProfile() {
    TestUser ann = api.newUser("ann");
    JsonNode before = ann.get("/api/v1/users/me").is(200).json();
    assertThat(before.propertyNames())
        .containsExactlyInAnyOrder("userId", "username", "nickname", "avatarUrl");
    assertThat(before.path("userId").asString()).isEqualTo(ann.id());
    assertThat(before.path("avatarUrl").isNull()).isTrue();
    patch(ann, "{'nickname':'Ann, the first 😀'}").is(200);
    JsonNode changed = patch(ann, "{'avatarUrl':'https://example.org/a.png'}").is(200).json();
    assertThat(changed.path("nickname").asString()).isEqualTo("Ann, the first 😀");
    assertThat(changed.path("avatarUrl").asString()).isEqualTo("https://example.org/a.png");
    assertThat(ann.get("/api/v1/users/me").json()).isEqualTo(changed);
    assertThat(patch(ann, "{'avatarUrl':null}").is(200).json().path("avatarUrl").isNull()).isTrue();
    assertThat(patch(ann, "{'username':'other','userId':'1'}").is(200).json().path("userId"))
        .isEqualTo(before.path("userId"));
  }

  @Test
  void simultaneousChangesOfDifferentFieldsBothLast() {
    TestUser ann = api.newUser("ann");
    for (int round = 0; round < 20; round++) {
      String nickname = "Ann " + round;
      String url = "https://example.org/" + round;
      var turn = new java.util.concurrent.atomic.AtomicInteger();
      RestCalls.together(
          2,
          () ->
              turn.getAndIncrement() == 0
                  ? patch(ann, "{'nickname':'" + nickname + "'}").is(200)
                  : patch(ann, "{'avatarUrl':'" + url + "'}").is(200));
      JsonNode me = ann.get("/api/v1/users/me").json();
      assertThat(me.path("nickname").asString()).isEqualTo(nickname);
      assertThat(me.path("avatarUrl").asString()).isEqualTo(url);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'nickname':''}",
        "{'nickname':5}",
        "{'nickname':'a\\nb'}",
        "{'avatarUrl':'javascript:alert(1)'}",
        "{'avatarUrl':'data:text/html,x'}",
        "{'avatarUrl':'//example.org/x'}",
        "{'avatarUrl':7}",
        "{'avatarUrl':{}}",
        "{'avatarUrl':'https://a b'}",
      })
  void aBadProfileIs422(String body) {
    patch(api.newUser("ann"), body).isProblem(422, "validation_failed");
  }

  @Test
  void whatIsTooLongForAProfileIs422() {
    TestUser ann = api.newUser("ann");
    patch(ann, "{'nickname':'" + "n".repeat(65) + "'}").isProblem(422, "validation_failed");
    patch(ann, "{'nickname':'" + "😀".repeat(64) + "'}").is(200);
    patch(ann, "{'avatarUrl':'https://e.org/" + "u".repeat(1024) + "'}")
        .isProblem(422, "validation_failed");
  }

  @Test
  void othersSeeThePublicProfileOnly() {
    TestUser ann = api.newUser("ann");
    TestUser bob = api.newUser("bob");
    JsonNode profile = bob.get("/api/v1/users/" + ann.id()).is(200).json();
    assertThat(profile.propertyNames())
        .containsExactlyInAnyOrder("userId", "username", "nickname", "avatarUrl");
    for (String id : List.of("1", "0", "-1", "abc", "9223372036854775808", "1.0", "%20", "%00")) {
      bob.get("/api/v1/users/" + id).isProblem(404, "not_found");
    }
  }

  @Test
  void theSearchFindsNamesAndNicknamesPageByPageEachOnce() {
    TestUser ann = api.newUser("ann");
    String tag = "q" + UUID.randomUUID().toString().substring(0, 8);
    for (int i = 0; i < 5; i++) {
      register(tag + i, "12345678", tag + " too").is(201);
      register(newName(), "12345678", tag + i % 2).is(201);
    }
    List<String> found =
        RestCalls.allPages(ann, "/api/v1/users?query=" + tag.toUpperCase(Locale.ROOT), 3).stream()
            .map(user -> user.path("userId").asString())
            .toList();
    assertThat(found).hasSize(10).doesNotHaveDuplicates();
    assertThat(RestCalls.allPages(ann, "/api/v1/users?query=" + tag + "3", 3)).hasSize(1);
    assertThat(RestCalls.allPages(ann, "/api/v1/users?query=nobody" + tag, 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "_", "!", "\\", "'", "\"", "😀", "\u0000", "a%00b", "' OR 1=1 --"})
  void whateverIsSearchedForIsOrdinaryText(String text) {
    TestUser ann = api.newUser("ann");
    String query = URLEncoder.encode(text + UUID.randomUUID(), StandardCharsets.UTF_8);
    assertThat(ann.get("/api/v1/users?query=" + query).is(200).json().path("items")).isEmpty();
  }

  @Test
  void aSearchNeedsAQuery() {
    TestUser ann = api.newUser("ann");
    for (String query : List.of("", "?query=", "?query=%20", "?query=" + "a".repeat(65))) {
      ann.get("/api/v1/users" + query).isProblem(422, "validation_failed");
    }
  }

  private static String newName() {
    return "user-" + UUID.randomUUID().toString().substring(0, 12);
  }

  private static Answer register(String username, String password, String nickname) {
    return post(
        "register",
        json("{'username':'%s','password':'%s','nickname':'%s'}", username, password, nickname));
  }

  private static Answer login(String username, String password) {
    return post("login", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
  }

  private static Answer refresh(String token) {
    return post("refresh", json("{'refreshToken':'%s'}", token));
  }

  private static Answer post(String what, String body) {
    return api.call("POST", "/api/v1/auth/" + what, null, body);
  }

  private static Answer patch(TestUser user, String body) {
    return user.call("PATCH", "/api/v1/users/me", json(body));
  }

  private static Answer me(String token) {
    return api.call("GET", "/api/v1/users/me", token, null);
  }
}
