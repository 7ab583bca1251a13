package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Tokens of Web Push: what a browser hands in as its subscription.
class PushSubscriptionsTest {
  private static final String POINT =
      "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
  private static final String AUTH = "AAECAwQFBgcICQoLDA0ODw";
  private static final String ENDPOINT = "https://push.example.com/send/abc";

  private static final MetaServer server = MetaServer.shared();
  private static final JdbcClient jdbc = server.bean(JdbcClient.class);

  private final User ann = server.client().user("ann");
  private final String phone = ann.username() + "-phone";
  private final String token = UUID.randomUUID().toString();

  @BeforeAll
  static void thereIsWebPush() {
    jdbc.sql("REPLACE INTO push_provider VALUES ('webpush', ?)").param(POINT).update();
  }

  private List<String> tokens(String userId) {
    return jdbc.sql("SELECT token FROM push_token WHERE user_id = ? AND provider = 'webpush'")
        .param(userId)
        .query(String.class)
        .list();
  }

  private static Answer put(RestClient client, String device, String body) {
    return client.call("PUT", path(device), body);
  }

  private static String path(String device) {
    return "/api/v1/devices/" + device + "/push-token";
  }

  private static String subscription(String endpoint, String p256dh, String auth) {
    return "{\"endpoint\":\"%s\",\"keys\":{\"p256dh\":\"%s\",\"auth\":\"%s\"}}"
        .formatted(endpoint, p256dh, auth);
  }

  private static void assertInvalid(Answer answer, String field) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactly(field);
  }

  @Test
  void aSubscriptionIsKeptWithItsFieldsOnlyHoweverItIsHandedIn() {
    String mine = ENDPOINT + token;
    String kept = subscription(mine, POINT, AUTH);
    String more = subscription(mine, POINT + "=", AUTH + "==").replaceFirst("\\{", "{\"a\":1,");

    assertThat(put(ann.client(), phone, webPush(more)).status()).isEqualTo(204);
    assertThat(tokens(ann.userId())).containsExactly(kept);
    ann.client().delete(path(phone));
    String asText = more.replace("\"", "\\\"");
    assertThat(
            put(ann.client(), phone, "{\"provider\":\"webpush\",\"token\":\"" + asText + "\"}")
                .status())
        .isEqualTo(204);

    assertThat(tokens(ann.userId())).containsExactly(kept);
  }

  private static String webPush(String subscription) {
    return "{\"provider\":\"webpush\",\"subscription\":" + subscription + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9/x",
        "http://127.0.0.1/x",
        "http://[::1]:80/",
        "HTTPS://a.b/c?d"
      })
  void anEndpointIsAnAddressOfTheWeb(String endpoint) {
    assertThat(
            put(ann.client(), phone, webPush(subscription(endpoint + token, POINT, AUTH))).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://push.example.com/x",
        "http://127.evil.com/x",
        "http://localhost.evil.com/x",
        "/send",
        "https:///x",
        "https:x",
        "https://u:p@push.example.com/x",
        "https://push.example.com/\u00e9",
        "https://push.example.com/a b",
        "ftp://push.example.com/x",
        "",
      })
  void whatIsNoEndpointIsRefused(String endpoint) {
    assertInvalid(
        put(ann.client(), phone, webPush(subscription(endpoint, POINT, AUTH))),
        "subscription.endpoint");
  }

  @ParameterizedTest
  @CsvSource({
    "'', AAECAwQFBgcICQoLDA0ODw, keys.p256dh",
    "AAECAwQFBgcICQoLDA0ODw, AAECAwQFBgcICQoLDA0ODw, keys.p256dh",
    // 65 bytes that begin like a point and are none
    "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,"
        + " AAECAwQFBgcICQoLDA0ODw, keys.p256dh",
    // the point of the test, compressed in name only
    "AmsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU,"
        + " AAECAwQFBgcICQoLDA0ODw, keys.p256dh",
    "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU,"
        + " AAECAwQFBgcICQoLDA0ODw, keys.p256dh",
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU,"
        + " AAECAwQFBgcICQoLDA0O, keys.auth",
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU,"
        + " '', keys.auth",
  })
  void keysOfAnotherShapeAreRefused(String p256dh, String auth, String field) {
    String subscription = subscription(ENDPOINT, p256dh, auth);

    assertInvalid(put(ann.client(), phone, webPush(subscription)), "subscription." + field);
    assertInvalid(
        put(
            ann.client(),
            phone,
            "{\"provider\":\"webpush\",\"token\":\"" + subscription.replace("\"", "\\\"") + "\"}"),
        "token." + field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"provider\":\"webpush\"}",
        "{\"provider\":\"webpush\",\"token\":\"no json\"}",
        "{\"provider\":\"webpush\",\"token\":\"[]\"}",
        "{\"provider\":\"webpush\",\"token\":\"null\"}",
        "{\"provider\":\"webpush\",\"subscription\":null}",
        "{\"provider\":\"webpush\",\"subscription\":\"x\"}",
      })
  void webPushNeedsASubscription(String body) {
    assertInvalid(put(ann.client(), phone, body), "subscription");
  }

  @Test
  void aSubscriptionMayNotBeTooLong() {
    String body = webPush(subscription(ENDPOINT + "x".repeat(4096), POINT, AUTH));

    assertInvalid(put(ann.client(), phone, body), "subscription");
  }
}
