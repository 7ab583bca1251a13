package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `conversation` frames: each member sees its own view of what changed.
class SocketConversationTest {
  private final Api api = new Api(RunningStandalone.baseUrl());
  private TestUser alice;
  private TestUser bob;
  private TestUser carol;

  @BeforeEach
  void logIn() {
    alice = api.newUser("alice");
    bob = api.newUser("bob");
    carol = api.newUser("carol");
  }

  private static JsonNode awaitEvent(TestSocket socket, String event, String conversationId) {
    JsonNode frame =
        socket.awaitFrame(
            one ->
                "conversation".equals(one.path("type").asString())
                    && event.equals(one.path("event").asString())
                    && conversationId.equals(
                        one.path("conversation").path("conversationId").asString()),
            event);
    assertThat(frame.propertyNames()).containsExactlyInAnyOrder("type", "event", "conversation");
    return frame.path("conversation");
  }

  private static JsonNode view(TestUser user, String conversationId) {
    return user.get("/api/v1/conversations/" + conversationId).is(200).json();
  }

  @Test
  void createdComesToAllWithTheViewThatRestGives() {
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect();
        TestSocket strangers = carol.connect()) {
      String group = alice.group("new group", bob);
      assertThat(awaitEvent(hers, "created", group)).isEqualTo(view(alice, group));
      JsonNode seen = awaitEvent(his, "created", group);
      assertThat(seen).isEqualTo(view(bob, group));
      assertThat(seen.path("memberCount").asInt()).isEqualTo(2);
      assertThat(seen.path("ownerId").asString()).isEqualTo(alice.id());
      JsonNode notice = his.awaitFrame("message");
      assertThat(notice.path("seq").asLong()).isEqualTo(1);
      assertThat(notice.path("content").path("type").asString()).isEqualTo("system");
      assertThat(notice.path("content").path("event").asString()).isEqualTo("created");
      assertThat(notice.path("content").path("by").asString()).isEqualTo(alice.id());
      strangers.ask("\"type\":\"ping\"");
      assertThat(strangers.frames("conversation")).isEmpty();
      assertThat(strangers.frames("message")).isEmpty();
    }
  }

  @Test
  void aDirectConversationIsAnnouncedOnce() {
    try (TestSocket his = bob.connect()) {
      String chat = alice.directWith(bob);
      awaitEvent(his, "created", chat);
      assertThat(bob.directWith(alice)).isEqualTo(chat);
      alice.send(chat, "first", "x").is(201);
      his.awaitMessage("first");
      assertThat(his.frames("conversation")).hasSize(1);
      assertThat(his.seqs(chat)).containsExactly(1L);
    }
  }

  @Test
  void aChangeOfTheNameComesToAll() {
    String group = alice.group("old", bob);
    try (TestSocket hers = alice.connect();
        TestSocket his = bob.connect()) {
      alice.call("PATCH", "/api/v1/conversations/" + group, "{\"name\":\"new\"}").is(200);
      assertThat(awaitEvent(hers, "updated", group)).isEqualTo(view(alice, group));
      assertThat(awaitEvent(his, "updated", group)).isEqualTo(view(bob, group));
      assertThat(view(bob, group).path("name").asString()).isEqualTo("new");
      assertThat(his.awaitFrame("message").path("content").path("event").asString())
          .isEqualTo("renamed");
    }
  }

  @Test
  void whoIsAddedSeesTheConversationAndWhoWasThereSeesTheMember() {
    String group = alice.group("growing", bob);
    alice.send(group, "before", "secret").is(201);
    try (TestSocket his = bob.connect();
        TestSocket hers = carol.connect()) {
      alice
          .call(
              "POST",
              "/api/v1/conversations/" + group + "/members",
              "{\"userIds\":[\"" + carol.id() + "\"]}")
          .is(200);
      JsonNode seen = awaitEvent(hers, "joined", group);
      assertThat(seen).isEqualTo(view(carol, group));
      assertThat(seen.path("memberCount").asInt()).isEqualTo(3);
      assertThat(seen.path("unread").asInt()).isZero();
      assertThat(awaitEvent(his, "joined", group)).isEqualTo(view(bob, group));
      JsonNode notice = hers.awaitFrame("message");
      assertThat(notice.path("content").path("event").asString()).isEqualTo("joined");
      assertThat(notice.path("content").path("userIds").toString())
          .isEqualTo("[\"" + carol.id() + "\"]");
      alice.send(group, "after", "hello").is(201);
      hers.awaitMessage("after");
      assertThat(hers.texts()).noneMatch(text -> text.contains("secret"));
    }
  }

  @Test
  void whoIsRemovedIsToldAndHearsNothingMore() {
    String group = alice.group("shrinking", bob, carol);
    try (TestSocket his = bob.connect();
        TestSocket hers = carol.connect()) {
      alice
          .call("DELETE", "/api/v1/conversations/" + group + "/members/" + carol.id(), null)
          .is(204);
      alice.send(group, "later", "hello").is(201);
      assertThat(awaitEvent(his, "left", group).path("memberCount").asInt()).isEqualTo(2);
      his.awaitMessage("later");
      awaitEvent(hers, "left", group);
      String chat = alice.directWith(carol);
      alice.send(chat, "fence", "x").is(201);
      hers.awaitMessage("fence");
      assertThat(hers.seqs(group)).isEmpty();
      assertThat(
              hers.ask(
                      "\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"x\",\"content\":{\"type\":\"text\",\"text\":\"x\"}"
                          .formatted(group))
                  .path("code")
                  .asString())
          .isEqualTo("not_member");
    }
  }

  @Test
  void whoLeavesIsToldOnAllDevices() {
    TestUser bobsOther = api.otherDevice(bob, "other");
    String group = alice.group("leaving", bob);
    try (TestSocket his = bob.connect();
        TestSocket hisOther = bobsOther.connect();
        TestSocket hers = alice.connect()) {
      bob.call("DELETE", "/api/v1/conversations/" + group + "/members/" + bob.id(), null).is(204);
      awaitEvent(his, "left", group);
      awaitEvent(hisOther, "left", group);
      assertThat(awaitEvent(hers, "left", group)).isEqualTo(view(alice, group));
      assertThat(hers.awaitFrame("message").path("content").path("event").asString())
          .isEqualTo("left");
    }
  }

  @Test
  void disbandingIsToldToAll() {
    String group = alice.group("ending", bob);
    try (TestSocket his = bob.connect();
        TestSocket hers = alice.connect()) {
      alice.call("DELETE", "/api/v1/conversations/" + group, null).is(204);
      awaitEvent(his, "disbanded", group);
      awaitEvent(hers, "disbanded", group);
      assertThat(
              his.ask("\"type\":\"typing\",\"conversationId\":\"" + group + "\"")
                  .path("code")
                  .asString())
          .isEqualTo("not_member");
    }
  }

  @Test
  void aNewRoleIsAnUpdateForAll() {
    String group = alice.group("roles", bob, carol);
    try (TestSocket his = bob.connect();
        TestSocket hers = carol.connect()) {
      alice
          .call(
              "PATCH",
              "/api/v1/conversations/" + group + "/members/" + bob.id(),
              "{\"role\":\"admin\"}")
          .is(200);
      awaitEvent(his, "updated", group);
      awaitEvent(hers, "updated", group);
      assertThat(hers.awaitFrame("message").path("content").path("event").asString())
          .isEqualTo("role");
    }
  }

  @Test
  void syncOverTheSocketAnswersLikeRest() {
    String group = alice.group("sync", bob);
    for (int i = 0; i < 7; i++) {
      alice.send(group, UUID.randomUUID().toString(), "m" + i).is(201);
    }
    String chat = bob.directWith(carol);
    carol.send(chat, UUID.randomUUID().toString(), "hi").is(201);
    String members =
        "\"cursors\":{\"%s\":2,\"4611686018427387904\":3},\"limit\":4".formatted(group);
    try (TestSocket his = bob.connect()) {
      JsonNode synced = his.ask("\"type\":\"sync\"," + members);
      assertThat(synced.path("type").asString()).isEqualTo("synced");
      JsonNode rest = bob.call("POST", "/api/v1/sync", "{" + members + "}").is(200).json();
      for (String field : rest.propertyNames()) {
        assertThat(synced.path(field)).as(field).isEqualTo(rest.path(field));
      }
      assertThat(synced.path("gone").toString()).isEqualTo("[\"4611686018427387904\"]");
      assertThat(synced.path("more").asBoolean()).isTrue();
      assertThat(synced.path("conversations")).hasSize(2);
      JsonNode all = his.ask("\"type\":\"sync\",\"cursors\":{}");
      assertThat(all.path("more").asBoolean()).isFalse();
      assertThat(his.ask("\"type\":\"sync\"").path("code").asString())
          .isEqualTo("validation_failed");
      assertThat(his.ask("\"type\":\"sync\",\"cursors\":{},\"limit\":201").path("code").asString())
          .isEqualTo("validation_failed");
      assertThat(his.ask("\"type\":\"sync\",\"cursors\":{\"x\":1}").path("code").asString())
          .isEqualTo("validation_failed");
    }
  }
}
