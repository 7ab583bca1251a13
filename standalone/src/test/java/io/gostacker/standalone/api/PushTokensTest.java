package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.client.Answer;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Notifications;
import io.gostacker.client.Page;
import io.gostacker.client.ServerApi;
import io.gostacker.client.Session;
import io.gostacker.standalone.RunningStandalone;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where people who are away are notified, and how they want it.
class PushTokensTest {
  private static final String ME = "/api/v1/users/me/notifications";

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final JdbcClient database = RunningStandalone.database();
  private final TestUser ann = api.newUser("ann");
  private final String token = UUID.randomUUID().toString();

  @BeforeEach
  void thereIsAProvider() {
    database.sql("REPLACE INTO push_provider (name) VALUES ('fcm')").update();
  }

  private static String path(TestUser user) {
    return "/api/v1/devices/" + user.deviceId() + "/push-token";
  }

  private Api.Answer hand(TestUser user) {
    return user.call("PUT", path(user), "{\"provider\":\"fcm\",\"token\":\"" + token + "\"}");
  }

  /// Users and devices that are notified by the token, at most one.
  private List<String> notified() {
    return database
        .sql("SELECT CONCAT(user_id, ' ', device_id) FROM push_token WHERE token = ?")
        .param(token)
        .query(String.class)
        .list();
  }

  @Test
  void aPhoneThatChangesHandsTellsItsNewUserOnly() {
    TestUser bob = api.newUser("bob");
    hand(ann).is(204);
    assertThat(notified()).containsExactly(ann.id() + " " + ann.deviceId());
    hand(bob).is(204);
    hand(bob).is(204);
    assertThat(notified()).containsExactly(bob.id() + " " + bob.deviceId());
    ann.call("DELETE", path(ann), null).is(204);
    assertThat(notified()).hasSize(1);
    bob.call("DELETE", path(bob), null).is(204);
    assertThat(notified()).isEmpty();
  }

  @Test
  void nobodySaysWhereTheDeviceOfAnotherIsNotified() {
    TestUser desk = api.otherDevice(api.newUser("bob"), "bobs-desk");
    String foreign = path(desk);
    ann.call("PUT", foreign, "{\"provider\":\"fcm\",\"token\":\"x\"}").isProblem(404, "not_found");
    ann.call("DELETE", foreign, null).isProblem(404, "not_found");
    ann.call("PUT", path(ann), "{\"provider\":\"none\",\"token\":\"x\"}")
        .isProblem(422, "validation_failed");
  }

  @Test
  void whoLogsOutOrIsBannedIsNotNotified() {
    TestUser desk = api.otherDevice(ann, "desk");
    hand(desk).is(204);
    desk.call("POST", "/api/v1/auth/logout", null).is(204);
    assertThat(notified()).isEmpty();
    hand(ann).is(204);
    api.call(
            "PUT", "/api/v1/server/users/" + ann.id() + "/ban", RunningStandalone.serverKey(), null)
        .is(204);
    assertThat(notified()).isEmpty();
  }

  @Test
  void theProvidersAreTold() {
    assertThat(ann.get("/api/v1/push").is(200).json().path("providers").valueStream())
        .anyMatch(provider -> provider.path("name").asString().equals("fcm"));
  }

  @Test
  void eachWantsToBeNotifiedInTheOwnWay() {
    TestUser bob = api.newUser("bob");
    String direct = ann.directWith(bob);
    String mute = "/api/v1/conversations/" + direct + "/notifications";
    ann.call("PATCH", ME, "{\"hidePreviews\":true}").is(200);
    ann.call("PUT", mute, "{\"mutedUntil\":\"forever\"}").is(200);
    assertThat(ann.get(ME).is(200).json().path("hidePreviews").asBoolean()).isTrue();
    assertThat(bob.get(ME).is(200).json().path("hidePreviews").asBoolean()).isFalse();
    assertThat(ann.get(mute).is(200).json().path("mutedUntil").asString()).isEqualTo("forever");
    assertThat(bob.get(mute).is(200).json().path("mutedUntil").isNull()).isTrue();
    api.newUser("eve").get(mute).isProblem(404, "not_found");
  }

  @Test
  void theJavaClientDoesTheSame() {
    URI base = URI.create(RunningStandalone.baseUrl());
    try (GoStackerClient client = new GoStackerClient(base)) {
      Session session = ok(client.login(ann.username(), ann.password(), "java"));
      ok(session.putPushToken("fcm", token));
      assertThat(notified()).containsExactly(ann.id() + " java");
      ok(session.removePushToken());
      assertThat(notified()).isEmpty();
      assertThat(session.putPushToken("none", token)).isInstanceOf(Answer.Refused.class);
      assertThat(ok(session.notifications())).isEqualTo(new Notifications(false, true, null));
      Notifications night =
          new Notifications(
              true, false, new Notifications.QuietHours("22:00", "07:00", "Europe/Berlin"));
      assertThat(ok(session.setNotifications(night))).isEqualTo(night);
      assertThat(ok(session.notifications())).isEqualTo(night);
      Notifications always = new Notifications(true, true, null);
      assertThat(ok(session.setNotifications(always))).isEqualTo(always);
    }
  }

  private static <T> T ok(Answer<T> answer) {
    return ((Answer.Ok<T>) answer).value();
  }

  @Test
  void theAppHearsOfWhatWasGivenUp() {
    for (int seq = 1; seq <= 2; seq++) {
      database
          .sql(
              "INSERT INTO push_dead (user_id, device_id, conversation_id, seq, provider, tries,"
                  + " reason, at) VALUES (?, 'device-1', 8, ?, 'fcm', 3, 'UNREGISTERED', 0)")
          .params(ann.id(), seq)
          .update();
    }
    URI base = URI.create(RunningStandalone.baseUrl());
    try (ServerApi app = new ServerApi(base, RunningStandalone.serverKey())) {
      Page<ServerApi.DeadNotification> newest = ok(app.deadNotifications(null, 1));
      assertThat(newest.items())
          .containsExactly(
              new ServerApi.DeadNotification(
                  ann.id(),
                  "device-1",
                  "8",
                  2,
                  "fcm",
                  3,
                  "UNREGISTERED",
                  "1970-01-01T00:00:00.000Z"));
      String cursor = Objects.requireNonNull(newest.nextCursor());
      assertThat(ok(app.deadNotifications(cursor, 1)).items().getFirst().seq()).isEqualTo(1);
    }
  }
}
