package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationsTest {
  private static final String CONVERSATIONS = "/api/v1/conversations";

  private static final RestClient anybody = MetaServer.shared().client();
  private static final User ann = anybody.user("ann");
  private static final User bob = anybody.user("bob");
  private static final User eve = anybody.user("eve");

  @Test
  void aDirectConversationIsOneWhoeverCreatesItAndHoweverOften() {
    User bob = anybody.user("bob");
    Answer created = ann.client().post(CONVERSATIONS, direct(bob.userId()));
    Answer again = bob.client().post(CONVERSATIONS, direct(ann.userId() + "\",\"" + bob.userId()));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("type")).isEqualTo("direct");
    assertThat(created.json().path("name").isNull()).isTrue();
    assertThat(created.json().path("memberCount").asInt()).isEqualTo(2);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("conversationId")).isEqualTo(created.text("conversationId"));
  }

  @Test
  void simultaneousCreatorsOfADirectConversationAgree() {
    User bob = anybody.user("bob");
    List<Answer> answers =
        Together.run(
            10,
            i ->
                i % 2 == 0
                    ? ann.client().post(CONVERSATIONS, direct(bob.userId()))
                    : bob.client().post(CONVERSATIONS, direct(ann.userId())));

    assertThat(answers).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
    assertThat(answers)
        .extracting(a -> a.text("conversationId"))
        .containsOnly(answers.getFirst().text("conversationId"));
  }

  @Test
  void aGroupHasItsCreatorAsOwnerAndTheDefaultsOfTheContract() {
    Answer group = createGroup("Plans \uD83D\uDE80", bob.userId());

    assertThat(group.status()).isEqualTo(201);
    assertThat(group.text("name")).isEqualTo("Plans \uD83D\uDE80");
    assertThat(group.text("ownerId")).isEqualTo(ann.userId());
    assertThat(group.text("joinPolicy")).isEqualTo("invite");
    assertThat(group.text("history")).isEqualTo("joined");
    assertThat(group.json().path("memberCount").asInt()).isEqualTo(2);
    Answer channel =
        ann.client()
            .post(CONVERSATIONS, "{\"type\":\"channel\",\"name\":\"News\",\"memberIds\":[]}");
    assertThat(channel.text("history")).isEqualTo("all");
  }

  @Test
  void anIdempotencyKeyGivesItsCreatorTheSameGroup() {
    String body = "{\"type\":\"group\",\"name\":\"Once\",\"memberIds\":[]}";
    String key = UUID.randomUUID().toString();

    List<Answer> answers =
        Together.run(6, i -> ann.client().with("Idempotency-Key", key).post(CONVERSATIONS, body));
    Answer others = bob.client().with("Idempotency-Key", key).post(CONVERSATIONS, body);

    String id = answers.getFirst().text("conversationId");
    assertThat(answers).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
    assertThat(answers).extracting(a -> a.text("conversationId")).containsOnly(id);
    assertThat(others.status()).isEqualTo(201);
    assertThat(others.text("conversationId")).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"x\",\"memberIds\":[]} | type",
        "{\"type\":\"party\",\"name\":\"x\",\"memberIds\":[]} | type",
        "{\"type\":\"group\",\"name\":\"\",\"memberIds\":[]} | name",
        "{\"type\":\"group\",\"name\":\"a\\u0000\",\"memberIds\":[]} | name",
        "{\"type\":\"group\",\"name\":\"x\"} | memberIds",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[12]} | memberIds[0]",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[null]} | memberIds[0]",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[\"01\"]} | memberIds[0]",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[\"12\"]} | memberIds",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":\"12\"} | memberIds",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[],\"joinPolicy\":\"x\"} | joinPolicy",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[],\"history\":\"ALL\"} | history",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[],\"ext\":[]} | ext",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[],\"ext\":{\"n\":1e999}} | ext",
        "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[],\"ext\":{\"s\":\"\\ud800\"}} | ext",
        "{\"type\":\"direct\",\"memberIds\":[]} | memberIds",
        "{\"type\":\"direct\",\"memberIds\":[\"12\",\"13\"]} | memberIds",
      })
  void aBadCreationIsRefusedByField(String body, String field) {
    Answer answer = ann.client().post(CONVERSATIONS, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").path(0).path("field").asString("")).isEqualTo(field);
  }

  @Test
  void extIsKeptAsTheAppWroteItUpToFourKibibytes() {
    String fits = "{\"ext\":{\"b\":1.25,\"a\":[true,null,\"\u00e9\"],\"s\":\"%s\"}}";
    String path = CONVERSATIONS + "/" + createGroup("ext").text("conversationId");

    Answer kept = ann.client().patch(path, fits.formatted("x".repeat(4000)));
    Answer tooLong = ann.client().patch(path, fits.formatted("x".repeat(4096)));

    assertThat(kept.status()).isEqualTo(200);
    assertThat(new String(kept.response().body(), StandardCharsets.UTF_8))
        .contains("\"ext\":{\"b\":1.25,\"a\":[true,null,\"\u00e9\"],\"s\":\"xxx");
    assertThat(tooLong.status()).isEqualTo(422);
  }

  @Test
  void membersReadTheConversationAndStrangersFindNothing() {
    String path = CONVERSATIONS + "/" + createGroup("ours", bob.userId()).text("conversationId");

    assertThat(bob.client().get(path).status()).isEqualTo(200);
    for (String stranger : List.of(path, path + "/members", CONVERSATIONS + "/1")) {
      assertThat(eve.client().get(stranger).status()).isEqualTo(404);
      assertThat(eve.client().get(stranger).code()).isEqualTo("not_found");
    }
    assertThat(eve.client().patch(path, "{\"name\":\"mine\"}").status()).isEqualTo(404);
    assertThat(eve.client().delete(path).status()).isEqualTo(404);
    assertThat(eve.client().post(path + "/join", "").status()).isEqualTo(404);
    assertThat(anybody.get(path).status()).isEqualTo(401);
    assertThat(bob.client().get(CONVERSATIONS + "/x").status()).isEqualTo(404);
  }

  @Test
  void ownConversationsComePageByPage() {
    User joe = anybody.user("joe");
    for (int i = 0; i < 3; i++) {
      createGroup("group " + i, joe.userId());
    }

    Answer first = joe.client().get(CONVERSATIONS + "?limit=2");
    Answer second = joe.client().get(CONVERSATIONS + "?limit=2&cursor=" + first.text("nextCursor"));

    assertThat(first.json().path("items").size()).isEqualTo(2);
    assertThat(second.json().path("items").size()).isEqualTo(1);
    assertThat(second.json().path("nextCursor").isNull()).isTrue();
  }

  @Test
  void onlyOwnerAndAdminsRenameAndOnlyTheOwnerDisbands() {
    String path = CONVERSATIONS + "/" + createGroup("old", bob.userId()).text("conversationId");

    assertThat(bob.client().patch(path, "{\"name\":\"new\"}").code()).isEqualTo("forbidden");
    assertThat(ann.client().patch(path, "{\"name\":\"new\"}").text("name")).isEqualTo("new");
    assertThat(bob.client().delete(path).status()).isEqualTo(403);
    assertThat(ann.client().delete(path).status()).isEqualTo(204);
    assertThat(ann.client().get(path).status()).isEqualTo(404);
  }

  private Answer createGroup(String name, String... others) {
    String ids = others.length == 0 ? "" : "\"" + String.join("\",\"", others) + "\"";
    return ann.client()
        .post(
            CONVERSATIONS,
            "{\"type\":\"group\",\"name\":\"%s\",\"memberIds\":[%s]}".formatted(name, ids));
  }

  private static String direct(String otherId) {
    return "{\"type\":\"direct\",\"memberIds\":[\"" + otherId + "\"]}";
  }
}
