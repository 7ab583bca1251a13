package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Conversations by the app's back end.
class ServerConversationsTest {
  private static final String PATH = "/api/v1/server/conversations";
  private static final RestClient anybody = MetaServer.shared().client();
  private static final RestClient app = anybody.bearing(MetaServer.SERVER_KEY);
  private static final User ann = anybody.user("ann");
  private static final User bob = anybody.user("bob");

  @Test
  void aConversationBelongsToTheOwnerThatIsNamed() {
    Answer created =
        app.post(PATH, body("group", ann.userId(), "\"" + bob.userId() + "\"", "open"));

    assertThat(created.status()).as("%s", created.json()).isEqualTo(201);
    assertThat(created.text("ownerId")).isEqualTo(ann.userId());
    assertThat(created.text("joinPolicy")).isEqualTo("open");
    assertThat(created.json().path("memberCount").asInt()).isEqualTo(2);
    String path = "/api/v1/conversations/" + created.text("conversationId");
    assertThat(bob.client().get(path).status()).isEqualTo(200);
    assertThat(ann.client().patch(path, "{\"name\":\"mine\"}").status()).isEqualTo(200);
  }

  @Test
  void theSameKeyGivesTheSameConversationAlsoAtTheSameTime() {
    RestClient keyed = app.with("Idempotency-Key", UUID.randomUUID().toString());
    String body = body("group", ann.userId(), "", "invite");

    List<String> ids =
        Together.run(8, i -> keyed.post(PATH, body).text("conversationId")).stream()
            .distinct()
            .toList();

    assertThat(ids).hasSize(1).doesNotContain("");
    assertThat(keyed.post(PATH, body).status()).isEqualTo(200);
  }

  @Test
  void aKeyThatTheOwnerUsedIsAnotherOne() {
    String key = UUID.randomUUID().toString();
    String body = body("group", ann.userId(), "", "invite");

    Answer own = ann.client().with("Idempotency-Key", key).post("/api/v1/conversations", body);
    Answer apps = app.with("Idempotency-Key", key).post(PATH, body);

    assertThat(own.status()).isEqualTo(201);
    assertThat(apps.status()).isEqualTo(201);
    assertThat(apps.text("conversationId")).isNotEqualTo(own.text("conversationId"));
  }

  @Test
  void theOneDirectConversationOfTwoIsFoundAgain() {
    String body = body("direct", ann.userId(), "\"" + bob.userId() + "\"", "invite");

    String id = app.post(PATH, body).text("conversationId");

    Answer again = app.post(PATH, body);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("conversationId")).isEqualTo(id).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"group\",\"name\":\"g\",\"memberIds\":[]}|ownerId",
        "{\"type\":\"group\",\"name\":\"g\",\"ownerId\":\"77\",\"memberIds\":[]}|ownerId",
        "{\"type\":\"group\",\"name\":\"g\",\"ownerId\":\"OWNER\",\"memberIds\":[\"77\"]}|memberIds",
        "{\"type\":\"group\",\"name\":\"g\",\"ownerId\":\"OWNER\",\"memberIds\":[\"x\"]}|memberIds[0]",
        "{\"type\":\"club\",\"name\":\"g\",\"ownerId\":\"OWNER\",\"memberIds\":[]}|type",
        "{\"type\":\"group\",\"name\":\" \",\"ownerId\":\"OWNER\",\"memberIds\":[]}|name",
        "{\"type\":\"group\",\"name\":\"g\",\"ownerId\":\"OWNER\"}|memberIds",
      })
  void whatIsWrongIsNamed(String body, String field) {
    Answer answer = app.post(PATH, body.replace("OWNER", ann.userId()));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
    assertThat(answer.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
  }

  @Test
  void theLongListIsTakenHereAndTheLargeBodyNowhereElse() {
    String ids = "\"1234567890123456789\"" + ",\"1234567890123456789\"".repeat(99_999);
    String body = body("channel", ann.userId(), ids, "invite");

    assertThat(app.post(PATH, body).status()).isEqualTo(422); // there is no such user
    assertThat(app.post("/api/v1/server/tokens", body).status()).isEqualTo(413);
    assertThat(app.post(PATH, body + " ".repeat(1 << 20)).status()).isEqualTo(413);
    assertThat(app.post("/api/v1/server/users/5/disconnect", body).status()).isEqualTo(413);
  }

  private static String body(String type, String ownerId, String memberIds, String joinPolicy) {
    return "{\"type\":\"%s\",\"name\":\"made by the app\",\"ownerId\":\"%s\",\"memberIds\":[%s],\"joinPolicy\":\"%s\"}"
        .formatted(type, ownerId, memberIds, joinPolicy);
  }
}
