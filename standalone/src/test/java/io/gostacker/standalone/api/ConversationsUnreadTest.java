package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `lastSeq`, `readSeq`, `unread` and `lastMessage`.
class ConversationsUnreadTest {
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
  void messagesOfOthersAreUnreadAndOnesOwnAreNot() {
    TestUser dan = api.newUser("dan");
    String direct = ann.directWith(dan);
    for (int i = 1; i <= 3; i++) {
      ann.send(direct, "m" + i, "x").is(201);
    }
    assertCounts(dan, direct, 3, 0, 3);
    assertCounts(ann, direct, 3, 3, 0);
    read(dan, direct, 2);
    assertCounts(dan, direct, 3, 2, 1);
    dan.send(direct, "reply", "x").is(201);
    assertCounts(dan, direct, 4, 4, 0);
    assertCounts(ann, direct, 4, 3, 1);
  }

  @Test
  void systemMessagesAreNotUnread() {
    String group = ann.group("system", bob); // seq 1: created
    ann.send(group, "m2", "x").is(201);
    rename(group, "3");
    bob.send(group, "m4", "x").is(201);
    rename(group, "5");
    ann.send(group, "m6", "x").is(201);
    rename(group, "7");
    assertCounts(bob, group, 7, 4, 1);
    assertCounts(ann, group, 7, 6, 0);
    read(bob, group, 5);
    assertCounts(bob, group, 7, 5, 1);
    read(bob, group, 6);
    assertCounts(bob, group, 7, 6, 0);
    read(bob, group, 7);
    assertCounts(bob, group, 7, 7, 0);
  }

  @Test
  void readOnlyMovesForwardAndNoFurtherThanTheEnd() {
    String group = ann.group("forward", bob);
    for (int i = 2; i <= 5; i++) {
      ann.send(group, "m" + i, "x").is(201);
    }
    read(bob, group, 4);
    read(bob, group, 2);
    read(bob, group, 0);
    assertCounts(bob, group, 5, 4, 1);
    read(bob, group, 9_007_199_254_740_991L);
    JsonNode now = view(bob, group);
    assertThat(now.path("unread").asInt()).isZero();
    ann.send(group, "m6", "x").is(201);
    assertThat(view(bob, group).path("unread").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'seq':null}",
        "{'seq':-1}",
        "{'seq':1.0}",
        "{'seq':1.5}",
        "{'seq':1e2}",
        "{'seq':'1'}",
        "{'seq':[1]}",
        "{'seq':true}",
        "{'seq':9007199254740992}",
        "{'seq':9223372036854775808}",
        "{'seq':99999999999999999999999999999999}",
        "{'seq':1,'seq':2}"
      })
  void whatIsNoSeqIs422(String body) {
    String group = ann.group("bad", bob);
    bob.call("PUT", at(group, "/read"), json(body)).isProblem(422, "validation_failed");
    assertCounts(bob, group, 1, 0, 0);
  }

  @Test
  void whoJoinsLaterHasNothingUnreadOfWhatWasBefore() {
    TestUser dan = api.newUser("dan");
    String group = ann.group("later", bob);
    ann.send(group, "m2", "x").is(201);
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(dan))).is(200);
    assertThat(view(dan, group).path("unread").asInt()).isZero();
    ann.send(group, "m4", "x").is(201);
    assertCounts(dan, group, 4, view(dan, group).path("readSeq").asLong(), 1);
  }

  @Test
  void theLastMessageIsTheNewestOneThatTheMemberMaySee() {
    String group = ann.group("last", bob);
    assertThat(last(bob, group).path("content").path("event").asString()).isEqualTo("created");
    ann.send(group, "m2", "hello").is(201);
    JsonNode message = last(bob, group);
    assertThat(message).isEqualTo(bob.history(group).getLast());
    assertThat(message.propertyNames())
        .containsExactly(
            "conversationId", "seq", "senderId", "clientMessageId", "content", "sentAt");
    rename(group, "renamed");
    assertThat(last(bob, group).path("content").path("event").asString()).isEqualTo("renamed");
  }

  @Test
  void anEmptyJoinedChannelShowsNoMessageFromBefore() {
    TestUser dan = api.newUser("dan");
    String channel =
        RestCalls.create(
                ann,
                json("{'type':'channel','name':'c','memberIds':%s,'history':'joined'}", ids(bob)))
            .is(201)
            .json()
            .path("conversationId")
            .asString();
    ann.send(channel, "before", "secret").is(201);
    ann.call("POST", at(channel, "/members"), json("{'userIds':%s}", ids(dan))).is(200);
    JsonNode conversation = view(dan, channel);
    assertThat(conversation.has("lastMessage")).isFalse();
    assertThat(conversation.path("unread").asInt()).isZero();
    assertThat(dan.history(channel)).isEmpty();
  }

  private static void assertCounts(
      TestUser user, String conversationId, long lastSeq, long readSeq, long unread) {
    JsonNode conversation = view(user, conversationId);
    assertThat(conversation.path("lastSeq").asLong()).as("lastSeq").isEqualTo(lastSeq);
    assertThat(conversation.path("readSeq").asLong()).as("readSeq").isEqualTo(readSeq);
    assertThat(conversation.path("unread").asLong()).as("unread").isEqualTo(unread);
  }

  private static JsonNode last(TestUser user, String conversationId) {
    return view(user, conversationId).required("lastMessage");
  }

  private static void read(TestUser user, String conversationId, long seq) {
    user.call("PUT", at(conversationId, "/read"), "{\"seq\":" + seq + "}").is(204);
  }

  private static void rename(String conversationId, String name) {
    ann.call("PATCH", at(conversationId), json("{'name':'%s'}", name)).is(200);
  }
}
