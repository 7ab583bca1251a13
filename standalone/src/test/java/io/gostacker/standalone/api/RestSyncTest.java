package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.sendContent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Sync: everything newer than the cursors, bounded, and each message once.
class RestSyncTest {
  private static final int MAX_BYTES = 512 * 1024;
  private static final Duration FLUSHED = Duration.ofMillis(1500);

  private static Api api;
  private static TestUser ann;

  private TestUser dan;

  @BeforeAll
  static void start() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
  }

  @BeforeEach
  void aNewUser() {
    dan = api.newUser("dan");
  }

  @Test
  void whoHasNothingGetsNothing() {
    assertThat(sync(dan, Map.of()).toString())
        .isEqualTo(json("{'conversations':[],'gone':[],'more':false}"));
  }

  @Test
  void anAbsentCursorCountsAsZeroAndAnUpToDateOneBringsNothing() {
    String group = ann.group("sync", dan);
    ann.send(group, "m2", "x").is(201);
    String direct = ann.directWith(dan);
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          JsonNode answer = sync(dan, Map.of());
          assertThat(answer.path("conversations")).hasSize(1);
          JsonNode conversation = answer.path("conversations").get(0);
          assertThat(conversation.propertyNames())
              .containsExactlyInAnyOrder(
                  "conversationId", "lastSeq", "readSeq", "messages", "hasMore");
          assertThat(conversation.path("conversationId").asString()).isEqualTo(group);
          assertThat(conversation.path("lastSeq").asLong()).isEqualTo(2);
          assertThat(conversation.path("readSeq").asLong()).isZero();
          assertThat(conversation.path("hasMore").asBoolean()).isFalse();
          assertThat(conversation.path("messages").valueStream().toList())
              .isEqualTo(dan.history(group));
          assertThat(sync(dan, Map.of(group, 1L)).path("conversations").get(0).path("messages"))
              .hasSize(1);
          assertThat(sync(dan, Map.of(group, 2L)).path("conversations")).isEmpty();
          assertThat(sync(dan, Map.of(group, 9_007_199_254_740_991L, direct, 0L)))
              .isEqualTo(sync(dan, Map.of(group, 2L)));
        });
  }

  @Test
  void aCursorOfWhatIsNotMineIsGone() {
    String group = ann.group("left", dan);
    String kept = ann.group("kept", dan);
    String foreign = ann.group("foreign");
    dan.call("DELETE", RestCalls.member(group, dan), null).is(204);
    JsonNode answer =
        sync(dan, Map.of(group, 0L, kept, 0L, foreign, 0L, "4611686018427387904", 5L));
    assertThat(answer.path("gone"))
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrder(group, foreign, "4611686018427387904");
    assertThat(answer.path("conversations"))
        .extracting(one -> one.path("conversationId").asString())
        .containsExactly(kept);
    ann.call("POST", RestCalls.at(group, "/members"), json("{'userIds':['%s']}", dan.id())).is(200);
    assertThat(sync(dan, Map.of(group, 0L)).path("gone")).isEmpty();
  }

  @Test
  void theLimitIsPerConversationAndSaysWhenThereIsMore() {
    List<String> groups = List.of(ann.group("a", dan), ann.group("b", dan));
    for (String group : groups) {
      for (int i = 2; i <= 4; i++) {
        ann.send(group, "m" + i, "x").is(201);
      }
    }
    JsonNode answer = call(dan, Map.of(groups.getFirst(), 3L), 2).is(200).json();
    assertThat(answer.path("more").asBoolean()).isTrue();
    assertThat(answer.path("conversations"))
        .extracting(one -> one.path("messages").size() + " " + one.path("hasMore").asBoolean())
        .containsExactlyInAnyOrder("1 false", "2 true");
    assertThat(answer.path("conversations"))
        .allSatisfy(one -> assertThat(one.path("lastSeq").asLong()).isEqualTo(4));
    assertThat(everything(dan, 1)).isEqualTo(everything(dan, 200));
  }

  @Test
  void fiftyMessagesOfAConversationComeUnlessAskedOtherwise() {
    String group = ann.group("fifty", dan);
    for (int i = 2; i <= 52; i++) {
      ann.send(group, "m" + i, "x").is(201);
    }
    JsonNode conversation = sync(dan, Map.of()).path("conversations").get(0);
    assertThat(conversation.path("messages")).hasSize(50);
    assertThat(conversation.path("hasMore").asBoolean()).isTrue();
  }

  @Test
  void atMostAHundredConversationsComeAtOnceAndALoopSeesAllOfThemOnce() {
    Map<String, List<Long>> expected = new TreeMap<>();
    IntStream.range(0, 130)
        .forEach(i -> {
          String group = ann.group("many " + i, dan);
          ann.send(group, "m", "x").is(201);
          expected.put(group, List.of(1L, 2L));
        });
    JsonNode first = sync(dan, Map.of());
    assertThat(first.path("conversations")).hasSize(100);
    assertThat(first.path("more").asBoolean()).isTrue();
    assertThat(everything(dan, 50)).isEqualTo(expected);
    Map<String, Long> seen =
        expected.keySet().stream().collect(Collectors.toMap(id -> id, id -> 2L));
    assertThat(sync(dan, seen).toString())
        .isEqualTo(json("{'conversations':[],'gone':[],'more':false}"));
    String one = expected.keySet().iterator().next();
    ann.send(one, "news", "x").is(201);
    assertThat(sync(dan, seen).path("conversations"))
        .extracting(item -> item.path("conversationId").asString())
        .containsExactly(one);
  }

  @Test
  void anAnswerHasAtMost512KibibytesAndALoopSeesEverythingOnce() {
    String large = json("{'type':'text','text':'%s'}", "x".repeat(16_000));
    Map<String, List<Long>> expected = new TreeMap<>();
    for (int i = 0; i < 3; i++) {
      String group = ann.group("large " + i, dan);
      for (int m = 0; m < 24; m++) {
        sendContent(ann, group, "m" + m, large).is(201);
      }
      expected.put(group, LongStream.rangeClosed(1, 25).boxed().toList());
    }
    assertThat(everything(dan, 200)).isEqualTo(expected);
  }

  @Test
  void manySmallMessagesStayBelowTheBoundToo() {
    Map<String, List<Long>> expected = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      String group = ann.group("small " + i, dan);
      RestCalls.together(
          199,
          () -> ann.send(group, java.util.UUID.randomUUID().toString().repeat(2).substring(8), ""));
      expected.put(group, LongStream.rangeClosed(1, 200).boxed().toList());
    }
    assertThat(everything(dan, 200)).isEqualTo(expected);
  }

  @Test
  void manyForeignCursorsAreAllGone() {
    String group = ann.group("mine", dan);
    Map<String, Long> cursors = new HashMap<>();
    for (long i = 1; i <= 8_000; i++) {
      cursors.put(Long.toString(4_611_686_018_427_387_904L + i), 1L);
    }
    Answer answer = call(dan, cursors, 50).is(200);
    assertThat(answer.json().path("gone")).hasSize(8_000);
    assertThat(answer.json().path("conversations"))
        .extracting(one -> one.path("conversationId").asString())
        .containsExactly(group);
    assertThat(answer.response().body().length()).isLessThanOrEqualTo(MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'cursors':null}",
        "{'cursors':[]}",
        "{'cursors':'x'}",
        "{'cursors':{'x':1}}",
        "{'cursors':{'0':1}}",
        "{'cursors':{'-1':1}}",
        "{'cursors':{'01':1}}",
        "{'cursors':{'9223372036854775808':1}}",
        "{'cursors':{'1':'1'}}",
        "{'cursors':{'1':null}}",
        "{'cursors':{'1':-1}}",
        "{'cursors':{'1':1.5}}",
        "{'cursors':{'1':9007199254740992}}",
        "{'cursors':{'1':{}}}",
        "{'cursors':{'1':1,'1':2}}",
        "{'cursors':{},'limit':0}",
        "{'cursors':{},'limit':201}",
        "{'cursors':{},'limit':-1}",
        "{'cursors':{},'limit':'50'}",
        "{'cursors':{},'limit':1.0}",
        "{'cursors':{},'limit':null}",
        "{'cursors':{},'limit':99999999999999999999}",
        "{'cursors':{},'cursors':{}}"
      })
  void aBadSyncIs422(String body) {
    dan.call("POST", "/api/v1/sync", json(body)).isProblem(422, "validation_failed");
  }

  /// Seqs by conversation, as a client gets them that calls again with its cursors moved on. Fails
  /// when something comes twice or out of order.
  private static Map<String, List<Long>> everything(TestUser user, int limit) {
    Map<String, List<Long>> seen = new TreeMap<>();
    Map<String, Long> cursors = new HashMap<>();
    JsonNode answer;
    do {
      Answer response = call(user, cursors, limit).is(200);
      assertThat(response.response().body().getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(MAX_BYTES);
      answer = response.json();
      assertThat(answer.path("conversations").size()).isLessThanOrEqualTo(100);
      for (JsonNode conversation : answer.path("conversations")) {
        String id = conversation.path("conversationId").asString();
        assertThat(conversation.path("messages")).isNotEmpty();
        for (JsonNode message : conversation.path("messages")) {
          long seq = message.path("seq").asLong();
          assertThat(seq).isGreaterThan(cursors.getOrDefault(id, 0L));
          cursors.put(id, seq);
          seen.computeIfAbsent(id, key -> new ArrayList<>()).add(seq);
        }
      }
    } while (answer.path("more").asBoolean());
    return seen;
  }

  private static JsonNode sync(TestUser user, Map<String, Long> cursors) {
    return call(user, cursors, 50).is(200).json();
  }

  private static Answer call(TestUser user, Map<String, Long> cursors, int limit) {
    String fields =
        cursors.entrySet().stream()
            .map(cursor -> "\"" + cursor.getKey() + "\":" + cursor.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return user.call(
        "POST", "/api/v1/sync", "{\"cursors\":" + fields + ",\"limit\":" + limit + "}");
  }
}
