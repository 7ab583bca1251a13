package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Bans: who is banned is no member, and does not become one on any way.
class BansTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TestUser ann;
  private TestUser bob;
  private TestUser cem;
  private String group;

  @BeforeEach
  void annHasAnOpenGroupWithBobAndCem() {
    Api api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    cem = api.newUser("cem");
    group = ann.group("Team", bob, cem);
    policy("open");
  }

  private void policy(String policy) {
    ann.call("PATCH", at(group), json("{'joinPolicy':'%s'}", policy)).is(200);
  }

  private static Api.Answer ban(TestUser by, String group, TestUser whom, @Nullable String body) {
    return by.call("PUT", at(group, "/bans/" + whom.id()), body);
  }

  private static Api.Answer lift(TestUser by, String group, TestUser whom) {
    return by.call("DELETE", at(group, "/bans/" + whom.id()), null);
  }

  @Test
  void aBannedMemberIsOutAndSaysNothingAnyMore() {
    TestSocket socket = bob.connect();
    ban(ann, group, bob, null).is(204);
    socket.awaitFrame(
        frame ->
            frame.path("type").asString().equals("conversation")
                && frame.path("event").asString().equals("left"),
        "left");
    bob.send(group, "m", "x").isProblem(404, "not_found");
    socket.sendText(group, "f", "x");
    assertThat(socket.awaitFrame("error").path("code").asString()).isEqualTo("not_member");
    serverSend().isProblem(404, "not_found");
    ann.send(group, "after", "not for bob").is(201);
    cem.connect().sendText(group, "c", "nor this");
    assertThat(bob.get(at(group)).status()).isEqualTo(404);
    assertThat(socket.frames("message"))
        .extracting(frame -> frame.path("clientMessageId").asString())
        .doesNotContain("after", "c");
    JsonNode last = ann.history(group).get(ann.history(group).size() - 1);
    assertThat(last.path("clientMessageId").asString()).isIn("after", "c");
  }

  private Api.Answer serverSend() {
    return new Api(RunningStandalone.baseUrl())
        .call(
            "POST",
            "/api/v1/server/conversations/" + group + "/messages",
            RunningStandalone.serverKey(),
            json(
                "{'senderId':'%s','clientMessageId':'s','content':{'type':'text','text':'x'}}",
                bob.id()));
  }

  @Test
  void onNoWayDoesABannedUserComeBackUntilItIsLifted() {
    ban(ann, group, bob, "{}").is(204);
    bob.call("POST", at(group, "/join"), "{}").isProblem(403, "blocked");
    JsonNode added =
        ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(bob))).is(200).json();
    assertThat(added.toString())
        .isEqualTo(json("{'added':[],'already':[],'unknown':[],'banned':%s}", ids(bob)));
    policy("approval");
    bob.call("POST", at(group, "/join"), "{}").isProblem(403, "blocked");
    policy("invite");
    bob.call("POST", at(group, "/join"), "{}").isProblem(404, "not_found");
    policy("open");
    lift(ann, group, bob).is(204);
    lift(ann, group, bob).is(204);
    bob.call("POST", at(group, "/join"), "{}").is(200);
    bob.send(group, "again", "x").is(201);
  }

  @Test
  void aJoinRequestOfWhoWasBannedMeanwhileIsNotApproved() {
    TestUser dan = new Api(RunningStandalone.baseUrl()).newUser("dan");
    policy("approval");
    String request =
        dan.call("POST", at(group, "/join"), "{}").is(202).json().path("requestId").asString();
    ban(ann, group, dan, null).is(204);
    ann.call("PATCH", at(group, "/join-requests/" + request), json("{'decision':'approve'}"))
        .isProblem(403, "blocked");
    dan.get(at(group)).isProblem(404, "not_found");
  }

  @Test
  void aBanMayEndByItself() {
    ban(ann, group, bob, json("{'until':'%s'}", Instant.now().plusSeconds(3))).is(204);
    bob.call("POST", at(group, "/join"), "{}").isProblem(403, "blocked");
    await()
        .atMost(PATIENCE)
        .until(() -> bob.call("POST", at(group, "/join"), "{}").status() == 200);
    assertThat(ann.get(at(group, "/bans")).is(200).json().path("items")).isEmpty();
  }

  @Test
  void theBansAreListedForOwnerAndAdmins() {
    ann.call("PATCH", member(group, cem), json("{'role':'admin'}")).is(200);
    ban(cem, group, bob, json("{'until':'2999-01-01T00:00:00.000Z'}")).is(204);
    JsonNode items = ann.get(at(group, "/bans")).is(200).json().path("items");
    assertThat(items).hasSize(1);
    assertThat(items.path(0).path("userId").asString()).isEqualTo(bob.id());
    assertThat(items.path(0).path("by").asString()).isEqualTo(cem.id());
    assertThat(items.path(0).path("until").asString()).isEqualTo("2999-01-01T00:00:00.000Z");
    assertThat(cem.get(at(group, "/bans?limit=1")).is(200).json().path("nextCursor").isNull())
        .isTrue();
    bob.get(at(group, "/bans")).isProblem(404, "not_found");
    TestUser dan = new Api(RunningStandalone.baseUrl()).newUser("dan");
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(dan))).is(200);
    dan.get(at(group, "/bans")).isProblem(403, "forbidden");
  }

  @Test
  void onlyWhoStandsAboveBans() {
    ban(bob, group, cem, null).isProblem(403, "forbidden");
    ann.call("PATCH", member(group, bob), json("{'role':'admin'}")).is(200);
    ann.call("PATCH", member(group, cem), json("{'role':'admin'}")).is(200);
    ban(bob, group, cem, null).isProblem(403, "forbidden");
    ban(bob, group, ann, null).isProblem(403, "forbidden");
    ban(bob, group, bob, null).isProblem(422, "validation_failed");
    ban(ann, group, cem, null).is(204);
    lift(cem, group, cem).isProblem(404, "not_found");
    ban(ann, ann.directWith(bob), bob, null).isProblem(403, "forbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'until':'tomorrow'}",
        "{'until':'2020-01-01T00:00:00.000Z'}",
        "{'until':7}",
        "{'until':'99999-01-01T00:00:00Z'}"
      })
  void aTimeThatIsNoneIsRefused(String body) {
    Api.Answer refused = ban(ann, group, bob, json(body));
    refused.isProblem(422, "validation_failed");
    assertThat(refused.json().path("errors").path(0).path("field").asString()).isEqualTo("until");
    bob.get(at(group)).is(200);
  }

  @Test
  void whoDoesNotExistCannotBeBanned() {
    ann.call("PUT", at(group, "/bans/1"), null).isProblem(404, "not_found");
    ann.call("PUT", at(group, "/bans/x"), null).isProblem(404, "not_found");
    ann.call("GET", at(group, "/bans?limit=0"), null).isProblem(422, "validation_failed");
    ann.call("GET", at(group, "/bans?cursor=bm8"), null).isProblem(422, "validation_failed");
  }

  @Test
  void avatarAndAnnouncementAreTheAppsAndReachTheMembers() {
    TestSocket socket = bob.connect();
    String ext = "{'avatarUrl':'https://example.com/a.png','announcement':'Read the rules'}";
    ann.call("PATCH", at(group), json("{'ext':" + ext + "}")).is(200);
    JsonNode event =
        socket.awaitFrame(
            frame ->
                frame.path("event").asString().equals("updated")
                    && frame.path("conversation").has("ext"),
            "updated");
    assertThat(event.path("conversation").path("ext").toString()).isEqualTo(json(ext));
    bob.call("PATCH", at(group), json("{'ext':{}}")).isProblem(403, "forbidden");
  }
}
