package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How somebody wants to be notified, and of which conversations not; and what was given up.
class PushPreferencesTest {
  private static final String PREFERENCES = "/api/v1/users/me/notifications";
  private static final String NIGHT =
      "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:05\",\"zone\":\"Europe/Berlin\"}}";
  private static final String DEAD = "/api/v1/server/push/dead";

  private static final MetaServer server = MetaServer.shared();
  private static final RestClient anybody = server.client();
  private static final RestClient app = anybody.bearing(MetaServer.SERVER_KEY);
  private static final JdbcClient jdbc = server.bean(JdbcClient.class);

  private final User ann = anybody.user("ann");

  private String change(String body) {
    Answer answer = ann.client().patch(PREFERENCES, body);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(ann.client().get(PREFERENCES).json()).isEqualTo(answer.json());
    return answer.json().toString();
  }

  @Test
  void whoSaysNothingIsNotifiedOfEverything() {
    assertThat(ann.client().get(PREFERENCES).json().toString())
        .isEqualTo("{\"hidePreviews\":false,\"mentions\":true,\"quietHours\":null}");
    assertThat(anybody.get(PREFERENCES).status()).isEqualTo(401);
    assertThat(app.get(PREFERENCES).status()).isEqualTo(401);
  }

  @Test
  void whatIsNotSaidStaysAsItIs() {
    assertThat(change("{\"hidePreviews\":true}"))
        .isEqualTo("{\"hidePreviews\":true,\"mentions\":true,\"quietHours\":null}");
    assertThat(change("{\"mentions\":false}"))
        .isEqualTo("{\"hidePreviews\":true,\"mentions\":false,\"quietHours\":null}");
    assertThat(change(NIGHT))
        .isEqualTo(
            "{\"hidePreviews\":true,\"mentions\":false,\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:05\",\"zone\":\"Europe/Berlin\"}}");
    assertThat(change("{\"quietHours\":{\"to\":\"00:00\"}}"))
        .contains("{\"from\":\"22:00\",\"to\":\"00:00\",\"zone\":\"Europe/Berlin\"}");
    assertThat(change("{}")).contains("\"hidePreviews\":true", "\"to\":\"00:00\"");
    assertThat(change("{\"quietHours\":null}"))
        .isEqualTo("{\"hidePreviews\":true,\"mentions\":false,\"quietHours\":null}");
  }

  @Test
  void quietHoursAreKeptAsMinutesOfTheDay() {
    change(NIGHT);

    assertThat(
            jdbc.sql("SELECT quiet_from, quiet_to, zone FROM push_preference WHERE user_id = ?")
                .param(ann.userId())
                .query((row, number) -> List.of(row.getInt(1), row.getInt(2), row.getString(3)))
                .single())
        .isEqualTo(List.of(22 * 60, 7 * 60 + 5, "Europe/Berlin"));
  }

  @Test
  void simultaneousChangesAreAllMade() {
    List<String> bodies = List.of("{\"hidePreviews\":true}", "{\"mentions\":false}", NIGHT);

    Together.run(3, i -> ann.client().patch(PREFERENCES, bodies.get(i)));

    assertThat(ann.client().get(PREFERENCES).json().toString())
        .contains("\"hidePreviews\":true", "\"mentions\":false", "\"from\":\"22:00\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"hidePreviews\":\"true\"} | hidePreviews",
        "{\"mentions\":1} | mentions",
        "{\"quietHours\":true} | quietHours",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\"}} | quietHours.zone",
        "{\"quietHours\":{\"from\":\"22:00\",\"zone\":\"UTC\"}} | quietHours.to",
        "{\"quietHours\":{\"from\":\"24:00\",\"to\":\"07:00\",\"zone\":\"UTC\"}} | quietHours.from",
        "{\"quietHours\":{\"from\":\"7:00\",\"to\":\"08:00\",\"zone\":\"UTC\"}} | quietHours.from",
        "{\"quietHours\":{\"from\":null,\"to\":\"08:00\",\"zone\":\"UTC\"}} | quietHours.from",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"22:00\",\"zone\":\"UTC\"}} | quietHours.to",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":7,\"zone\":\"UTC\"}} | quietHours.to",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"Mars/Olympus\"}} | quietHours.zone",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"+02:00\"}} | quietHours.zone",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"UTC+2\"}} | quietHours.zone",
        "{\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"\u00e9\"}} | quietHours.zone",
      })
  void whatCannotBeWantedIsRefusedByField(String body, String field) {
    change("{\"hidePreviews\":true}");

    assertInvalid(ann.client().patch(PREFERENCES, body), field);

    assertThat(ann.client().get(PREFERENCES).json().toString())
        .isEqualTo("{\"hidePreviews\":true,\"mentions\":true,\"quietHours\":null}");
  }

  private static void assertInvalid(Answer answer, String field) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.code()).isEqualTo("validation_failed");
    assertThat(answer.json().path("errors").valueStream().map(e -> e.path("field").asString()))
        .containsExactly(field);
  }

  private String groupOf(User user) {
    return user.client()
        .post("/api/v1/conversations", "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[]}")
        .text("conversationId");
  }

  private static String path(String conversation) {
    return "/api/v1/conversations/" + conversation + "/notifications";
  }

  private static String mutedUntil(Answer answer) {
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json().toString();
  }

  @Test
  void aConversationIsMutedForATimeOrForEverOrNot() {
    String path = path(groupOf(ann));
    Instant later = Instant.now().plus(8, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
    String none = "{\"mutedUntil\":null}";

    assertThat(mutedUntil(ann.client().get(path))).isEqualTo(none);
    for (String wanted : List.of("2999-01-01T00:00:00.000Z", "forever")) {
      String body = "{\"mutedUntil\":\"" + wanted + "\"}";
      assertThat(mutedUntil(ann.client().call("PUT", path, body))).isEqualTo(body);
      assertThat(mutedUntil(ann.client().get(path))).isEqualTo(body);
    }
    Answer shorter = ann.client().call("PUT", path, "{\"mutedUntil\":\"" + later + "\"}");
    assertThat(Instant.parse(shorter.text("mutedUntil"))).isEqualTo(later);
    for (String unmutes : List.of("null", "\"2020-01-01T00:00:00Z\"")) {
      ann.client().call("PUT", path, "{\"mutedUntil\":\"forever\"}");
      Answer answer = ann.client().call("PUT", path, "{\"mutedUntil\":" + unmutes + "}");
      assertThat(mutedUntil(answer)).isEqualTo(none);
      assertThat(mutedUntil(ann.client().get(path))).isEqualTo(none);
    }
  }

  @Test
  void aMuteEndsByItself() {
    String group = groupOf(ann);
    ann.client().call("PUT", path(group), "{\"mutedUntil\":\"forever\"}");
    jdbc.sql("UPDATE push_mute SET muted_until = ? WHERE conversation_id = ?")
        .params(System.currentTimeMillis() - 1, group)
        .update();

    assertThat(mutedUntil(ann.client().get(path(group)))).isEqualTo("{\"mutedUntil\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"mutedUntil\":\"tomorrow\"}",
        "{\"mutedUntil\":\"FOREVER\"}",
        "{\"mutedUntil\":true}",
        "{\"mutedUntil\":1795000000000}",
        "{\"mutedUntil\":\"+12026-01-01T00:00:00Z\"}",
      })
  void whatIsNoTimeIsRefused(String body) {
    assertInvalid(ann.client().call("PUT", path(groupOf(ann)), body), "mutedUntil");
  }

  @Test
  void nobodyMutesForOthersNorWhatIsNotTheOwn() {
    String group = groupOf(ann);
    User bob = anybody.user("bob");
    String body = "{\"mutedUntil\":\"forever\"}";

    for (String other : List.of(group, "4611686018427387904", "x")) {
      assertThat(bob.client().get(path(other)).code()).isEqualTo("not_found");
      assertThat(bob.client().call("PUT", path(other), body).code()).isEqualTo("not_found");
    }
    assertThat(anybody.get(path(group)).status()).isEqualTo(401);
    ann.client()
        .post(
            "/api/v1/conversations/" + group + "/members",
            "{\"userIds\":[\"%s\"]}".formatted(bob.userId()));
    assertThat(mutedUntil(bob.client().call("PUT", path(group), body))).isEqualTo(body);
    assertThat(mutedUntil(ann.client().get(path(group)))).isEqualTo("{\"mutedUntil\":null}");
  }

  @Test
  void theAppHearsOfWhatWasGivenUpNewestFirstPageByPage() {
    jdbc.sql("DELETE FROM push_dead").update();
    assertThat(app.get(DEAD).json().toString()).isEqualTo("{\"items\":[],\"nextCursor\":null}");
    for (int i = 1; i <= 5; i++) {
      jdbc.sql(
              "INSERT INTO push_dead (user_id, device_id, conversation_id, seq, provider, tries,"
                  + " reason, at) VALUES (7, 'phone', 8, ?, 'fcm', 3, 'UNREGISTERED', ?)")
          .params(i, 1_795_000_000_000L + i)
          .update();
    }

    Answer first = app.get(DEAD + "?limit=2");
    Answer second = app.get(DEAD + "?limit=2&cursor=" + first.text("nextCursor"));
    Answer last = app.get(DEAD + "?limit=2&cursor=" + second.text("nextCursor"));

    assertThat(first.json().path("items").path(0).toString())
        .isEqualTo(
            "{\"userId\":\"7\",\"deviceId\":\"phone\",\"conversationId\":\"8\",\"seq\":5,\"provider\":\"fcm\",\"tries\":3,\"reason\":\"UNREGISTERED\",\"at\":\"2026-11-18T11:06:40.005Z\"}");
    assertThat(List.of(first, second, last))
        .flatExtracting(page ->
            page.json().path("items").valueStream().map(i -> i.path("seq").asInt()).toList())
        .containsExactly(5, 4, 3, 2, 1);
    assertThat(last.json().path("nextCursor").isNull()).isTrue();
    assertInvalid(app.get(DEAD + "?cursor=x"), "cursor");
    assertInvalid(app.get(DEAD + "?limit=0"), "limit");
    assertThat(ann.client().get(DEAD).status()).isEqualTo(401);
    assertThat(anybody.get(DEAD).status()).isEqualTo(401);
  }
}
