package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.allPages;
import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.member;
import static io.gostacker.standalone.api.RestCalls.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Members: who comes, goes, and is what.
class MembersTest {
  private static final String FAR = "2999-01-01T00:00:00.000Z";
  private static final Duration FLUSHED = Duration.ofMillis(1500);

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;
  private static TestUser cem;

  private String group;

  @BeforeAll
  static void threeUsers() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    cem = api.newUser("cem");
  }

  @BeforeEach
  void annHasAGroupWithBob() {
    group = ann.group("Team", bob);
  }

  @Test
  void addingSaysWhoWasAddedWhoWasThereAndWhoIsUnknown() {
    String asked = json("{'userIds':['%s','%s','1','%s','1']}", cem.id(), bob.id(), cem.id());
    JsonNode answer = ann.call("POST", at(group, "/members"), asked).is(200).json();
    assertThat(answer.propertyNames()).containsExactlyInAnyOrder("added", "already", "unknown");
    assertThat(answer.path("added").toString()).isEqualTo(ids(cem));
    assertThat(answer.path("already").toString()).isEqualTo(ids(bob));
    assertThat(answer.path("unknown").toString()).isEqualTo(json("['1']"));
    assertThat(view(cem, group).path("memberCount").asInt()).isEqualTo(3);
    JsonNode nobody =
        ann.call("POST", at(group, "/members"), json("{'userIds':[]}")).is(200).json();
    assertThat(nobody.toString()).isEqualTo(json("{'added':[],'already':[],'unknown':[]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'userIds':null}",
        "{'userIds':'1'}",
        "{'userIds':[1]}",
        "{'userIds':[null]}",
        "{'userIds':['x']}",
        "{'userIds':['']}",
        "{'userIds':['-1']}",
        "{'userIds':['9223372036854775808']}",
        "{'userIds':[['1']]}",
        "{'userIds':{'0':'1'}}"
      })
  void aBadListOfMembersIs422(String body) {
    ann.call("POST", at(group, "/members"), json(body)).isProblem(422, "validation_failed");
  }

  @Test
  void aHundredThousandIdsAreLookedAtAndOneMoreIsRefused() {
    String many = IntStream.range(0, 100_000).mapToObj(i -> "\"" + (i + 1) + "\"").collect(list());
    JsonNode answer =
        ann.call("POST", at(group, "/members"), "{\"userIds\":" + many + "}").is(200).json();
    assertThat(answer.path("unknown")).hasSize(100_000);
    ann.call(
            "POST",
            at(group, "/members"),
            "{\"userIds\":" + many.replace("]", ",\"100001\"]") + "}")
        .isProblem(422, "validation_failed");
  }

  @Test
  void simultaneousAddsAddOnce() {
    String body = json("{'userIds':%s}", ids(cem));
    List<JsonNode> answers =
        RestCalls.together(10, () -> ann.call("POST", at(group, "/members"), body).is(200).json());
    assertThat(answers)
        .extracting(answer -> answer.path("added").size() + "/" + answer.path("already").size())
        .containsOnly("1/0", "0/1")
        .containsOnlyOnce("1/0");
    assertThat(RestCalls.contents(ann, group)).hasSize(2);
  }

  @Test
  void theListHasEachMemberOncePageByPageAndStaysAsItIsWhenFlushed() {
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(cem))).is(200);
    ann.call("PATCH", member(group, bob), json("{'role':'admin','nickname':'Bobby 😀'}")).is(200);
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> {
          List<JsonNode> members = allPages(bob, at(group, "/members"), 2);
          assertThat(members)
              .extracting(one -> one.path("userId").asString() + one.path("role").asString())
              .containsExactlyInAnyOrder(
                  ann.id() + "owner", bob.id() + "admin", cem.id() + "member");
          assertThat(members)
              .filteredOn(one -> one.path("userId").asString().equals(bob.id()))
              .extracting(one -> one.path("nickname").asString())
              .containsExactly("Bobby 😀");
          assertThat(members).allMatch(one -> one.path("nickname").isString());
        });
    String cursor = ann.get(at(group, "/members?limit=1")).json().required("nextCursor").asString();
    String other = ann.group("Other", bob);
    ann.get(at(other, "/members?cursor=" + cursor)).isProblem(422, "validation_failed");
  }

  @Test
  void whoIsRemovedIsGoneAndMayBeAddedAgain() {
    ann.call("DELETE", member(group, bob), null).is(204);
    bob.get(at(group)).isProblem(404, "not_found");
    ann.call("DELETE", member(group, bob), null).isProblem(404, "not_found");
    ann.call("PATCH", member(group, bob), json("{'role':'admin'}")).isProblem(404, "not_found");
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(bob))).is(200);
    assertThat(view(bob, group).path("memberCount").asInt()).isEqualTo(2);
  }

  @Test
  void whoRejoinsIsAPlainMemberWithoutANickname() {
    ann.call("PATCH", member(group, bob), json("{'role':'admin','nickname':'Bobby'}")).is(200);
    bob.call("DELETE", member(group, bob), null).is(204);
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(bob))).is(200);
    JsonNode again = memberOf(group, bob);
    assertThat(again.path("role").asString()).isEqualTo("member");
    assertThat(again.path("nickname").asString()).isNotEqualTo("Bobby");
  }

  @Test
  void anOwnerWhoLeavesHandsOverToAnAdminFirst() {
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(cem))).is(200);
    ann.call("PATCH", member(group, cem), json("{'role':'admin'}")).is(200);
    ann.call("DELETE", member(group, ann), null).is(204);
    ann.get(at(group)).isProblem(404, "not_found");
    assertThat(view(bob, group).path("ownerId").asString()).isEqualTo(cem.id());
    assertThat(memberOf(group, cem).path("role").asString()).isEqualTo("owner");
    cem.call("DELETE", member(group, cem), null).is(204);
    assertThat(view(bob, group).path("ownerId").asString()).isEqualTo(bob.id());
    bob.call("DELETE", member(group, bob), null).is(204);
    bob.get(at(group)).isProblem(404, "not_found");
  }

  @Test
  void theOwnerHandsOverAndIsAnAdminAfterwards() {
    JsonNode owner = ann.call("PATCH", member(group, bob), json("{'role':'owner'}")).is(200).json();
    assertThat(owner.path("role").asString()).isEqualTo("owner");
    assertThat(view(ann, group).path("ownerId").asString()).isEqualTo(bob.id());
    assertThat(memberOf(group, ann).path("role").asString()).isEqualTo("admin");
    ann.call("DELETE", at(group), null).isProblem(403, "forbidden");
    ann.call("PATCH", member(group, ann), json("{'role':'owner'}")).isProblem(403, "forbidden");
    bob.call("PATCH", member(group, bob), json("{'role':'member'}")).isProblem(403, "forbidden");
    bob.call("DELETE", at(group), null).is(204);
  }

  @Test
  void whoIsMutedReadsAndDoesNotSendUntilTheMuteIsOver() {
    JsonNode muted =
        ann.call("PATCH", member(group, bob), json("{'mutedUntil':'%s'}", FAR)).is(200).json();
    assertThat(muted.path("mutedUntil").asString()).isEqualTo(FAR);
    bob.send(group, "m1", "x").isProblem(403, "muted");
    assertThat(bob.history(group)).isNotEmpty();
    bob.call("PUT", at(group, "/read"), "{\"seq\":1}").is(204);
    ann.call("PATCH", member(group, bob), json("{'mutedUntil':null}")).is(200);
    bob.send(group, "m1", "x").is(201);
    String soon = Instant.now().plusMillis(1500).toString();
    ann.call("PATCH", member(group, bob), json("{'mutedUntil':'%s'}", soon)).is(200);
    bob.send(group, "m2", "x").isProblem(403, "muted");
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> bob.send(group, "m2", "x").is(201));
    assertThat(memberOf(group, bob).has("mutedUntil")).isFalse();
  }

  @Test
  void aMemberNamesOneselfAndManagersNameOthers() {
    JsonNode own = bob.call("PATCH", member(group, bob), json("{'nickname':'Me'}")).is(200).json();
    assertThat(own.path("nickname").asString()).isEqualTo("Me");
    ann.call("PATCH", member(group, bob), json("{'nickname':'Him'}")).is(200);
    assertThat(memberOf(group, bob).path("nickname").asString()).isEqualTo("Him");
    ann.call("PATCH", member(group, ann), json("{'nickname':'Chief'}")).is(200);
    bob.call("PATCH", member(group, ann), json("{'nickname':'x'}")).isProblem(403, "forbidden");
    bob.call("PATCH", member(group, bob), json("{'nickname':null}")).is(200);
    assertThat(memberOf(group, bob).path("nickname").asString()).startsWith("bob");
    bob.call("PATCH", member(group, bob), json("{'nickname':'x','role':'admin'}"))
        .isProblem(403, "forbidden");
    bob.call("PATCH", member(group, bob), json("{'mutedUntil':null}")).isProblem(403, "forbidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'role':'king'}",
        "{'role':'Owner'}",
        "{'role':1}",
        "{'role':['admin']}",
        "{'nickname':7}",
        "{'nickname':'a\\nb'}",
        "{'nickname':'\\ud83d'}",
        "{'mutedUntil':1732370165123}",
        "{'mutedUntil':'tomorrow'}",
        "{'mutedUntil':''}",
        "{'mutedUntil':'2026-11-23'}",
        "{'mutedUntil':'+999999999-12-31T23:59:59Z'}",
        "{'mutedUntil':'2026-13-41T00:00:00Z'}",
        "{'mutedUntil':{}}"
      })
  void aBadChangeOfAMemberIs422(String body) {
    ann.call("PATCH", member(group, bob), json(body)).isProblem(422, "validation_failed");
  }

  @Test
  void simultaneousHandOversLeaveOneOwner() {
    ann.call("POST", at(group, "/members"), json("{'userIds':%s}", ids(cem))).is(200);
    var turn = new java.util.concurrent.atomic.AtomicInteger();
    List<Integer> statuses =
        RestCalls.together(
            10,
            () -> {
              TestUser heir = turn.getAndIncrement() % 2 == 0 ? bob : cem;
              return ann.call("PATCH", member(group, heir), json("{'role':'owner'}")).status();
            });
    assertThat(statuses).containsOnly(200, 403).containsOnlyOnce(200);
    assertThat(allPages(ann, at(group, "/members"), 50))
        .filteredOn(one -> one.path("role").asString().equals("owner"))
        .singleElement()
        .extracting(one -> one.path("userId"))
        .isEqualTo(view(ann, group).path("ownerId"));
  }

  @Test
  void onlyAnOpenGroupIsJoined() {
    cem.call("POST", at(group, "/join"), null).isProblem(404, "not_found");
    ann.call("PATCH", at(group), json("{'joinPolicy':'open'}")).is(200);
    cem.call("POST", at(group, "/join"), "{}").is(200);
    cem.call("DELETE", member(group, cem), null).is(204);
    ann.call("PATCH", at(group), json("{'joinPolicy':'invite'}")).is(200);
    cem.call("POST", at(group, "/join"), null).isProblem(404, "not_found");
    cem.call("POST", at(ann.directWith(bob), "/join"), null).isProblem(404, "not_found");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> list() {
    return Collectors.joining(",", "[", "]");
  }

  private static JsonNode memberOf(String conversationId, TestUser user) {
    TestUser reader = ann.get(at(conversationId)).status() == 200 ? ann : bob;
    return allPages(reader, at(conversationId, "/members"), 200).stream()
        .filter(one -> one.path("userId").asString().equals(user.id()))
        .findFirst()
        .orElseThrow();
  }
}
