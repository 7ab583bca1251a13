package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is repeated is answered as the first time and done once.
class RestIdempotencyTest {
  private static final int REPEATS = 20;

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;

  @BeforeAll
  static void annAndBob() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
  }

  @Test
  void twentyParallelRepeatsMakeOneMessage() {
    String direct = ann.directWith(bob);
    List<Answer> answers = together(REPEATS, () -> ann.send(direct, "again", "hello"));
    assertOneCreated(answers);
    assertThat(answers)
        .extracting(answer -> answer.response().body())
        .containsOnly(answers.getFirst().response().body());
    assertThat(withId(direct, "again")).hasSize(1);
  }

  @Test
  void theSameIdByRestAndBySocketIsOneMessage() {
    String group = ann.group("both ways", bob);
    TestUser tablet = api.otherDevice(ann, "tablet");
    try (TestSocket socket = tablet.connect();
        TestSocket bobs = bob.connect()) {
      long seq = ann.send(group, "rest-first", "a").is(201).json().path("seq").asLong();
      socket.sendText(group, "rest-first", "b");
      assertThat(sent(socket, "rest-first").path("seq").asLong()).isEqualTo(seq);
      socket.sendText(group, "socket-first", "c");
      JsonNode sent = sent(socket, "socket-first");
      Answer repeated = ann.send(group, "socket-first", "d").is(200);
      assertThat(repeated.json().path("seq")).isEqualTo(sent.path("seq"));
      assertThat(repeated.json().path("sentAt")).isEqualTo(sent.path("sentAt"));
      ann.send(group, "the-end", "e").is(201);
      bobs.awaitFrame(
          frame -> frame.path("clientMessageId").asString("").equals("the-end"), "the end");
      assertThat(bobs.frames("message"))
          .filteredOn(frame -> frame.path("conversationId").asString().equals(group))
          .extracting(frame -> frame.path("content").path("text").asString(""))
          .containsOnlyOnce("a", "c")
          .doesNotContain("b", "d");
    }
  }

  @Test
  void otherContentUnderTheSameIdGetsTheFirstResult() {
    String group = ann.group("content", bob);
    Answer first = ann.send(group, "one-id", "first").is(201);
    Answer second = ann.send(group, "one-id", "second").is(200);
    assertThat(second.response().body()).isEqualTo(first.response().body());
    assertThat(withId(group, "one-id"))
        .singleElement()
        .extracting(message -> message.path("content").path("text").asString())
        .isEqualTo("first");
  }

  @Test
  void anIdIsOneSendersInOneConversation() {
    String here = ann.group("here", bob);
    String there = ann.group("there", bob);
    ann.send(here, "shared", "a").is(201);
    bob.send(here, "shared", "b").is(201);
    ann.send(there, "shared", "c").is(201);
    ann.send(here, "Shared", "another id").is(201);
    assertThat(withId(here, "shared")).hasSize(2);
  }

  @Test
  void aRepeatIsAnsweredAfterTheSenderWasMutedOrHasLeft() {
    String group = ann.group("later", bob);
    String first = bob.send(group, "before", "x").is(201).response().body();
    ann.call(
            "PATCH",
            RestCalls.member(group, bob),
            json("{'mutedUntil':'2999-01-01T00:00:00.000Z'}"))
        .is(200);
    assertThat(bob.send(group, "before", "x").is(200).response().body()).isEqualTo(first);
    bob.send(group, "after", "x").isProblem(403, "muted");
    bob.call("DELETE", RestCalls.member(group, bob), null).is(204);
    assertThat(bob.send(group, "before", "x").is(200).response().body()).isEqualTo(first);
    bob.send(group, "after", "x").isProblem(404, "not_found");
  }

  @Test
  void twentyParallelCreationsWithOneKeyMakeOneGroup() {
    String body = json("{'type':'group','name':'keyed','memberIds':%s}", ids(bob));
    List<Answer> answers = together(REPEATS, () -> keyed(ann, "key-1", body));
    assertOneCreated(answers);
    assertThat(answers)
        .extracting(answer -> answer.json().path("conversationId").asString())
        .containsOnly(answers.getFirst().json().path("conversationId").asString());
    assertThat(contents(answers.getFirst())).hasSize(1);
  }

  @Test
  void aKeyIsItsCreatorsAndItsCaseMatters() {
    String body = json("{'type':'group','name':'keyed','memberIds':[]}");
    String first = id(keyed(ann, "key-2", body).is(201));
    String renamed = json("{'type':'group','name':'another','memberIds':[]}");
    assertThat(id(keyed(ann, "key-2", renamed).is(200))).isEqualTo(first);
    assertThat(id(keyed(ann, "KEY-2", body).is(201))).isNotEqualTo(first);
    assertThat(id(keyed(bob, "key-2", body).is(201))).isNotEqualTo(first);
    assertThat(RestCalls.view(ann, first).path("name").asString()).isEqualTo("keyed");
    keyed(ann, "no spaces", body).isProblem(422, "validation_failed");
    keyed(ann, "k".repeat(65), body).isProblem(422, "validation_failed");
    keyed(ann, "", body).isProblem(422, "validation_failed");
  }

  @Test
  void theKeyOfADisbandedGroupDoesNotBringItBack() {
    String body = json("{'type':'group','name':'gone','memberIds':[]}");
    String group = id(keyed(ann, "key-3", body).is(201));
    ann.call("DELETE", at(group), null).is(204);
    keyed(ann, "key-3", body).isProblem(409, "conflict");
    ann.get(at(group)).isProblem(404, "not_found");
  }

  @Test
  void aDirectConversationIsOneFromBothSidesAtOnce() {
    TestUser cem = api.newUser("cem");
    List<Answer> answers =
        together(
            REPEATS,
            new java.util.concurrent.Callable<>() {
              private final java.util.concurrent.atomic.AtomicInteger turn =
                  new java.util.concurrent.atomic.AtomicInteger();

              @Override
              public Answer call() {
                boolean even = turn.getAndIncrement() % 2 == 0;
                return RestCalls.create(
                    even ? ann : cem,
                    json("{'type':'direct','memberIds':%s}", ids(even ? cem : ann)));
              }
            });
    assertOneCreated(answers);
    assertThat(answers).extracting(RestIdempotencyTest::id).containsOnly(id(answers.getFirst()));
  }

  private static Answer keyed(TestUser user, String key, String body) {
    return api.call(
        "POST", RestCalls.CONVERSATIONS, user.token(), body, Map.of("Idempotency-Key", key));
  }

  private static void assertOneCreated(List<Answer> answers) {
    assertThat(answers).extracting(Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
  }

  private static String id(Answer answer) {
    return answer.json().path("conversationId").asString();
  }

  private static List<String> contents(Answer created) {
    return RestCalls.contents(ann, id(created));
  }

  private static List<JsonNode> withId(String conversationId, String clientMessageId) {
    return ann.history(conversationId).stream()
        .filter(message -> message.path("clientMessageId").asString().equals(clientMessageId))
        .toList();
  }

  private static JsonNode sent(TestSocket socket, String clientMessageId) {
    return socket.awaitFrame(
        frame ->
            frame.path("type").asString().equals("sent")
                && frame.path("clientMessageId").asString().equals(clientMessageId),
        "sent " + clientMessageId);
  }
}
