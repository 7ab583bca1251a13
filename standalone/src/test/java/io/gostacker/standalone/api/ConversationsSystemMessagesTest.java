package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.contents;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.member;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the server says in a conversation, and who sees it.
class ConversationsSystemMessagesTest {
  private static final String UNTIL = "2999-01-01T00:00:00.000Z";

  private TestUser ann;
  private TestUser bob;
  private TestUser cem;

  @BeforeEach
  void threeUsers() {
    Api api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    cem = api.newUser("cem");
  }

  @Test
  void aGroupTellsEveryChange() {
    String group = ann.group("Team", bob);
    add(group, cem);
    ann.call("PATCH", at(group), json("{'name':'New 😀'}")).is(200);
    ann.call("PATCH", member(group, bob), json("{'role':'admin'}")).is(200);
    ann.call("PATCH", member(group, cem), json("{'mutedUntil':'%s'}", UNTIL)).is(200);
    ann.call("PATCH", member(group, cem), json("{'mutedUntil':null}")).is(200);
    bob.call("DELETE", member(group, cem), null).is(204);
    ann.call("PATCH", member(group, bob), json("{'role':'owner'}")).is(200);
    ann.call("DELETE", member(group, ann), null).is(204);
    assertThat(contents(bob, group))
        .containsExactly(
            system("created", ann, "'name':'Team'"),
            system("joined", ann, users(cem)),
            system("renamed", ann, "'name':'New 😀'"),
            system("role", ann, users(bob) + ",'role':'admin'"),
            system("muted", ann, users(cem) + ",'until':'" + UNTIL + "'"),
            system("muted", ann, users(cem)),
            system("removed", bob, users(cem)),
            system("role", ann, users(bob) + ",'role':'owner'"),
            system("left", ann, users(ann)));
    assertThat(bob.history(group))
        .extracting(message -> message.path("seq").asLong())
        .isEqualTo(LongStream.rangeClosed(1, 9).boxed().toList());
  }

  @Test
  void aSystemMessageIsAMessageLikeAnyOther() {
    String group = ann.group("Team", bob);
    JsonNode created = bob.history(group).getFirst();
    assertThat(created.path("conversationId").asString()).isEqualTo(group);
    assertThat(created.path("senderId").asString()).isEqualTo(ann.id());
    assertThat(created.path("clientMessageId").asString()).matches("[A-Za-z0-9_-]{1,64}");
    assertThat(created.path("seq").asLong()).isEqualTo(1);
  }

  @Test
  void whatChangesNothingSaysNothing() {
    String group = ann.group("Team", bob);
    ann.call("PATCH", at(group), json("{'name':'Team'}")).is(200);
    ann.call("PATCH", at(group), json("{'joinPolicy':'open','ext':{'a':1}}")).is(200);
    ann.call("PATCH", member(group, bob), json("{'role':'member'}")).is(200);
    ann.call("PATCH", member(group, bob), json("{'nickname':'Bobby'}")).is(200);
    ann.call("PATCH", member(group, bob), json("{'mutedUntil':null}")).is(200);
    ann.call("PATCH", member(group, bob), json("{'mutedUntil':'2001-01-01T00:00:00Z'}")).is(200);
    add(group, bob);
    assertThat(contents(ann, group)).hasSize(1);
  }

  @Test
  void aChannelTellsOfRolesAndNamesOnly() {
    String channel = RestCalls.channel(ann, "News", bob);
    add(channel, cem);
    ann.call("PATCH", at(channel), json("{'name':'Newer'}")).is(200);
    ann.call("PATCH", member(channel, bob), json("{'role':'admin'}")).is(200);
    ann.call("PATCH", member(channel, cem), json("{'mutedUntil':'%s'}", UNTIL)).is(200);
    ann.call("DELETE", member(channel, cem), null).is(204);
    bob.call("DELETE", member(channel, bob), null).is(204);
    assertThat(contents(ann, channel))
        .containsExactly(
            system("created", ann, "'name':'News'"),
            system("renamed", ann, "'name':'Newer'"),
            system("role", ann, users(bob) + ",'role':'admin'"));
  }

  @Test
  void joiningAnOpenGroupIsTold() {
    String group = ann.group("Open");
    ann.call("PATCH", at(group), json("{'joinPolicy':'open'}")).is(200);
    JsonNode joined = bob.call("POST", at(group, "/join"), null).is(200).json();
    assertThat(joined.path("userId").asString()).isEqualTo(bob.id());
    assertThat(joined.path("role").asString()).isEqualTo("member");
    bob.call("POST", at(group, "/join"), null).is(200);
    assertThat(contents(ann, group)).last().isEqualTo(system("joined", bob, users(bob)));
    assertThat(contents(ann, group)).hasSize(2);
  }

  @Test
  void theMembersThatAreLeftHearOfADisbandedGroupBySocket() {
    String group = ann.group("Team", bob);
    try (TestSocket socket = bob.connect()) {
      ann.call("DELETE", at(group), null).is(204);
      JsonNode told =
          socket.awaitFrame(
              frame -> frame.path("content").path("event").asString("").equals("disbanded"),
              "disbanded");
      assertThat(told.path("content").toString()).isEqualTo(system("disbanded", ann, ""));
      assertThat(told.path("seq").asLong()).isEqualTo(2);
    }
  }

  @Test
  void underJoinedAMemberSeesWhatCameAfterJoining() {
    String group = ann.group("Team", bob);
    ann.send(group, "m2", "before").is(201);
    add(group, cem); // 3
    ann.send(group, "m4", "after").is(201);
    assertThat(seqs(cem, group)).containsExactly(3L, 4L);
    assertThat(seqs(bob, group)).containsExactly(1L, 2L, 3L, 4L);
    ann.call("DELETE", member(group, cem), null).is(204); // 5
    cem.get(at(group, "/messages")).isProblem(404, "not_found");
    ann.send(group, "m6", "between").is(201);
    add(group, cem); // 7
    ann.send(group, "m8", "again").is(201);
    assertThat(seqs(cem, group)).containsExactly(7L, 8L);
    JsonNode older = cem.get(at(group, "/messages?beforeSeq=7")).is(200).json();
    assertThat(older.path("items")).isEmpty();
    assertThat(older.path("hasMore").asBoolean()).isFalse();
    JsonNode synced =
        cem.call("POST", "/api/v1/sync", json("{'cursors':{'%s':1}}", group)).is(200).json();
    assertThat(synced.path("conversations").get(0).path("messages"))
        .extracting(message -> message.path("seq").asLong())
        .containsExactly(7L, 8L);
  }

  @Test
  void underAllAMemberSeesEverything() {
    String channel = RestCalls.channel(ann, "News", bob);
    ann.send(channel, "m2", "before").is(201);
    add(channel, cem);
    ann.send(channel, "m3", "after").is(201);
    assertThat(seqs(cem, channel)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void inAChannelMembersReadAndOnlyOwnerAndAdminsSend() {
    String channel = RestCalls.channel(ann, "News", bob, cem);
    bob.send(channel, "b1", "x").isProblem(403, "forbidden");
    ann.call("PATCH", member(channel, bob), json("{'role':'admin'}")).is(200);
    bob.send(channel, "b1", "x").is(201);
    ann.send(channel, "a1", "x").is(201);
    assertThat(seqs(cem, channel)).hasSize(4);
    ann.call("PATCH", member(channel, bob), json("{'role':'member'}")).is(200);
    bob.send(channel, "b2", "x").isProblem(403, "forbidden");
  }

  private static List<Long> seqs(TestUser user, String conversationId) {
    return user.history(conversationId).stream()
        .map(message -> message.path("seq").asLong())
        .toList();
  }

  private void add(String conversationId, TestUser user) {
    ann.call("POST", at(conversationId, "/members"), json("{'userIds':%s}", ids(user))).is(200);
  }

  private static String system(String event, TestUser by, String more) {
    return json(
        "{'type':'system','event':'%s','by':'%s'%s}",
        event, by.id(), more.isEmpty() ? "" : "," + more);
  }

  private static String users(TestUser user) {
    return "'userIds':['" + user.id() + "'],'count':1";
  }
}
