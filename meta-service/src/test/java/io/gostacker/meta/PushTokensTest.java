package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import io.gostacker.testkit.backend.Backends;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where a device is notified: by whom it is said, how long it stands, and whose it is.
class PushTokensTest {
  private static final String POINT =
      "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

  private static final MetaServer server = MetaServer.shared();
  private static final RestClient anybody = server.client();
  private static final RestClient app = anybody.bearing(MetaServer.SERVER_KEY);
  private static final JdbcClient jdbc = server.bean(JdbcClient.class);

  private final User ann = anybody.user("ann");
  private final String phone = ann.username() + "-phone";
  private final String token = UUID.randomUUID().toString();

  @BeforeAll
  static void thereAreProviders() {
    provide(jdbc);
  }

  private static void provide(JdbcClient jdbc) {
    jdbc.sql("REPLACE INTO push_provider VALUES ('fcm', ''), ('apns', ''), ('webpush', ?)")
        .param(POINT)
        .update();
  }

  private record Row(String device, String provider, String token, byte[] hash) {}

  private static List<Row> rows(String userId) {
    return jdbc.sql("SELECT * FROM push_token WHERE user_id = ? ORDER BY device_id")
        .param(userId)
        .query((row, number) ->
            new Row(
                row.getString("device_id"),
                row.getString("provider"),
                row.getString("token"),
                row.getBytes("token_hash")))
        .list();
  }

  private static List<String> tokens(String userId) {
    return rows(userId).stream().map(Row::token).toList();
  }

  private static String path(String device) {
    return "/api/v1/devices/" + device + "/push-token";
  }

  private static Answer put(RestClient client, String device, String body) {
    return client.call("PUT", path(device), body);
  }

  private static void hand(RestClient client, String device, String token) {
    assertThat(put(client, device, fcm(token)).status()).isEqualTo(204);
  }

  private static String fcm(String token) {
    return "{\"provider\":\"fcm\",\"token\":\"" + token + "\"}";
  }

  private static void assertInvalid(Answer answer, String field) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactly(field);
  }

  @Test
  void aTokenIsKeptAndReplacedAndHandingItInAgainChangesNothing() throws Exception {
    hand(ann.client(), phone, "first-" + token);
    hand(ann.client(), phone, token);
    hand(ann.client(), phone, token);

    Row row = rows(ann.userId()).getFirst();
    assertThat(rows(ann.userId())).hasSize(1);
    assertThat(row.device()).isEqualTo(phone);
    assertThat(row.provider()).isEqualTo("fcm");
    assertThat(row.token()).isEqualTo(token);
    assertThat(row.hash())
        .isEqualTo(
            MessageDigest.getInstance("SHA-256")
                .digest(("fcm\n" + token).getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aTokenIsRemovedOnceOrTwice() {
    hand(ann.client(), phone, token);

    assertThat(ann.client().delete(path(phone)).status()).isEqualTo(204);
    assertThat(rows(ann.userId())).isEmpty();
    assertThat(ann.client().delete(path(phone)).status()).isEqualTo(204);
  }

  @Test
  void aDeviceHandsInTheTokenOfAnotherOfTheSameUser() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");

    hand(desk.client(), phone, token);

    assertThat(tokens(ann.userId())).containsExactly(token);
  }

  @Test
  void onlyADeviceThatOneIsLoggedInWithHasAToken() {
    User bob = anybody.user("bob");
    hand(ann.client(), phone, token);
    User gone = anybody.login(ann.userId(), ann.username(), "gone");
    gone.client().post("/api/v1/auth/logout", "");

    for (String device : List.of(bob.username() + "-phone", "gone", "none", "%C3%A9", "a%20b")) {
      assertThat(put(ann.client(), device, fcm("x" + token)).code()).isEqualTo("not_found");
      assertThat(ann.client().delete(path(device)).code()).isEqualTo("not_found");
    }
    assertThat(bob.client().delete(path(phone)).status()).isEqualTo(404);
    assertThat(put(anybody, phone, fcm(token)).status()).isEqualTo(401);
    assertThat(put(app, phone, fcm(token)).status()).isEqualTo(401);
    assertThat(tokens(ann.userId())).containsExactly(token);
    assertThat(rows(bob.userId())).isEmpty();
  }

  @Test
  void aTokenBelongsToWhomeverHandedItInLast() {
    User bob = anybody.user("bob");
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    hand(ann.client(), phone, token);
    hand(desk.client(), "desk", "desk-" + token);

    hand(bob.client(), bob.username() + "-phone", token);

    assertThat(tokens(ann.userId())).containsExactly("desk-" + token);
    assertThat(tokens(bob.userId())).containsExactly(token);
    assertThat(put(bob.client(), bob.username() + "-phone", apns(token)).status()).isEqualTo(204);
    hand(ann.client(), phone, token);
    assertThat(tokens(bob.userId())).as("another provider's").containsExactly(token);
  }

  private static String apns(String token) {
    return fcm(token).replace("fcm", "apns");
  }

  @Test
  void oneOfManyWhoHandInATokenAtTheSameTimeHasIt() {
    List<User> users = Together.run(6, i -> anybody.user("user" + i));

    for (int round = 0; round < 10; round++) {
      Together.run(
          6, i -> put(users.get(i).client(), users.get(i).username() + "-phone", fcm(token)));
    }

    assertThat(users.stream().flatMap(user -> tokens(user.userId()).stream()))
        .containsExactly(token);
  }

  @Test
  void anUnknownProviderIsRefusedWithThoseThatThereAre() {
    for (String body : List.of("{\"provider\":\"hms\",\"token\":\"t\"}", "{\"token\":\"t\"}")) {
      Answer answer = put(ann.client(), phone, body);
      assertInvalid(answer, "provider");
      assertThat(answer.json().path("errors").path(0).path("message").asString())
          .contains("\"apns\", \"fcm\", \"webpush\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"provider\":\"fcm\"}",
        "{\"provider\":\"fcm\",\"token\":\"\"}",
        "{\"provider\":\"fcm\",\"token\":\"a\\nb\"}",
        "{\"provider\":\"fcm\",\"token\":\"\u00e9\"}",
        "{\"provider\":\"fcm\",\"token\":\"a\\u007f\"}",
        "{\"provider\":\"fcm\",\"token\":7}",
      })
  void whatIsNoTokenIsRefused(String body) {
    assertInvalid(put(ann.client(), phone, body), "token");
    assertThat(rows(ann.userId())).isEmpty();
  }

  @Test
  void aTokenMayBeLongButNotLonger() {
    String longest = token + "x".repeat(4096 - token.length());

    hand(ann.client(), phone, longest);
    assertInvalid(put(ann.client(), phone, fcm(longest + "x")), "token");

    assertThat(tokens(ann.userId())).containsExactly(longest);
  }

  @Test
  void aTokenIsGoneOnceItsDeviceIsLoggedOut() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    hand(desk.client(), "desk", "desk-" + token);
    goes(() -> assertThat(ann.client().post("/api/v1/auth/logout", "").status()).isEqualTo(204));
    assertThat(tokens(ann.userId())).containsExactly("desk-" + token);
  }

  @Test
  void aTokenIsGoneOnceItsDeviceIsRemoved() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    goes(
        () -> assertThat(desk.client().delete("/api/v1/devices/" + phone).status()).isEqualTo(204));
  }

  @Test
  void theTokensOfAllOtherDevicesAreGoneOnceTheyAreRemoved() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    hand(desk.client(), "desk", "desk-" + token);
    goes(() -> assertThat(desk.client().delete("/api/v1/devices").status()).isEqualTo(204));
    assertThat(tokens(ann.userId())).containsExactly("desk-" + token);
  }

  @Test
  void theTokensOfOtherDevicesAreGoneOnceThePasswordIsChanged() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    hand(desk.client(), "desk", "desk-" + token);
    String body = "{\"currentPassword\":\"correct horse\",\"newPassword\":\"battery staple\"}";
    goes(() ->
        assertThat(desk.client().call("PUT", "/api/v1/users/me/password", body).status())
            .isEqualTo(204));
    assertThat(tokens(ann.userId())).containsExactly("desk-" + token);
  }

  @Test
  void aTokenIsGoneOnceItsUserIsBanned() {
    goes(() ->
        assertThat(app.call("PUT", "/api/v1/server/users/" + ann.userId() + "/ban", null).status())
            .isEqualTo(204));
    assertThat(put(ann.client(), phone, fcm(token)).status()).isEqualTo(401);
    assertThat(rows(ann.userId())).isEmpty();
  }

  @Test
  void aTokenIsGoneOnceTheAppDisconnectsItsDevice() {
    User desk = anybody.login(ann.userId(), ann.username(), "desk");
    hand(desk.client(), "desk", "desk-" + token);
    String path = "/api/v1/server/users/" + ann.userId() + "/disconnect";
    goes(() ->
        assertThat(app.post(path, "{\"deviceId\":\"" + phone + "\"}").status()).isEqualTo(204));
    assertThat(tokens(ann.userId())).containsExactly("desk-" + token);
    assertThat(app.post(path, "").status()).isEqualTo(204);
    assertThat(rows(ann.userId())).isEmpty();
  }

  @Test
  void aTokenIsGoneOnceASpentRefreshTokenIsUsedAgain() {
    String body = "{\"refreshToken\":\"" + ann.tokens().path("refreshToken").asString() + "\"}";
    hand(ann.client(), phone, token);
    assertThat(anybody.post("/api/v1/auth/refresh", body).status()).isEqualTo(200);
    assertThat(tokens(ann.userId())).as("after a refresh").containsExactly(token);
    goes(() -> assertThat(anybody.post("/api/v1/auth/refresh", body).status()).isEqualTo(401));
  }

  @Test
  void aTokenIsGoneOnceTheDeviceLogsInAnew() {
    goes(() -> anybody.login(ann.userId(), ann.username(), phone));
  }

  /// Hands in the token of the phone, which is to be gone afterwards.
  private void goes(Runnable end) {
    hand(ann.client(), phone, token);
    assertThat(tokens(ann.userId())).contains(token);
    end.run();
    assertThat(rows(ann.userId()).stream().map(Row::device)).doesNotContain(phone);
  }

  @Test
  void whoIsPushedOutByTooManyDevicesIsNotNotifiedAnyMore() {
    try (MetaServer two =
        MetaServer.start(
            Backends.freshDatabase(), MetaServer.newKeys(), "gostacker.session.max-per-user=2")) {
      JdbcClient own = two.bean(JdbcClient.class);
      provide(own);
      RestClient client = two.client();
      User user = client.user("ann");
      User desk = client.login(user.userId(), user.username(), "desk");
      hand(user.client(), user.username() + "-phone", "phone");
      hand(desk.client(), "desk", "desk");

      User tablet = client.login(user.userId(), user.username(), "tablet");
      assertThat(devices(own)).containsExactly("desk");
      hand(tablet.client(), "tablet", "tablet");

      give(client.bearing(MetaServer.SERVER_KEY), user.userId(), "given");
      assertThat(devices(own)).containsExactly("tablet");
    }
  }

  private static List<String> devices(JdbcClient jdbc) {
    return jdbc.sql("SELECT device_id FROM push_token ORDER BY device_id")
        .query(String.class)
        .list();
  }

  private static RestClient give(RestClient app, String userId, String device) {
    Answer given =
        app.post(
            "/api/v1/server/tokens",
            "{\"tokens\":[{\"userId\":\"%s\",\"deviceId\":\"%s\"}]}".formatted(userId, device));
    assertThat(given.status()).isEqualTo(200);
    return anybody.bearing(given.json().path("tokens").path(0).path("accessToken").asString());
  }

  @Test
  void aDeviceThatTheAppLetsInHasATokenAndKeepsItWhenItIsGivenAnotherAccessToken() {
    RestClient given = give(app, ann.userId(), "given");
    hand(given, "given", token);

    RestClient again = give(app, ann.userId(), "given");

    assertThat(tokens(ann.userId())).containsExactly(token);
    assertThat(given.delete(path("given")).status()).isEqualTo(401);
    assertThat(again.delete(path("given")).status()).isEqualTo(204);
  }

  /// The token waits for the end of the session that is under way, and is not let in then.
  @Test
  void aTokenThatIsHandedInWhileTheSessionEndsDoesNotStay() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> ending =
          threads.submit(() ->
              server
                  .bean(Transactions.class)
                  .run(() -> {
                    int changed =
                        jdbc.sql("UPDATE device_session SET ended_at = 5 WHERE user_id = ?")
                            .param(ann.userId())
                            .update();
                    ended.countDown();
                    awaitUninterrupted(goOn);
                    return changed;
                  }));
      ended.await();
      Future<Answer> handing = threads.submit(() -> put(ann.client(), phone, fcm(token)));
      await()
          .during(Duration.ofMillis(200))
          .atMost(Duration.ofSeconds(20))
          .until(() -> !handing.isDone());
      goOn.countDown();
      ending.get();
      assertThat(handing.get().status()).isEqualTo(404);
    }
    assertThat(rows(ann.userId())).isEmpty();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoAsksHearsOfTheProvidersAndOfTheKeyOfThoseThatHaveOne() {
    Answer answer = ann.client().get("/api/v1/push");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"providers\":[{\"name\":\"apns\"},{\"name\":\"fcm\"},{\"name\":\"webpush\",\"publicKey\":\""
                + POINT
                + "\"}]}");
    assertThat(anybody.get("/api/v1/push").status()).isEqualTo(401);
    assertThat(app.get("/api/v1/push").status()).isEqualTo(401);
  }

  @Test
  void whereNobodyIsNotifiedThereIsNoProviderAndNoToken() {
    try (MetaServer none = MetaServer.start(Backends.freshDatabase(), MetaServer.newKeys())) {
      User user = none.client().user("ann");
      assertThat(user.client().get("/api/v1/push").json().toString())
          .isEqualTo("{\"providers\":[]}");
      assertInvalid(put(user.client(), user.username() + "-phone", fcm(token)), "provider");
      provide(none.bean(JdbcClient.class));
      assertThat(user.client().get("/api/v1/push").json().path("providers")).hasSize(3);
    }
  }
}
