package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.allPages;
import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.create;
import static io.gostacker.standalone.api.RestCalls.ids;
import static io.gostacker.standalone.api.RestCalls.json;
import static io.gostacker.standalone.api.RestCalls.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Creating, reading, listing, changing and ending conversations.
class ConversationsTest {
  /// Longer than it takes until MySQL has what was written.
  private static final Duration FLUSHED = Duration.ofMillis(1500);

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;
  private static TestUser cem;

  @BeforeAll
  static void threeUsers() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    cem = api.newUser("cem");
  }

  @Test
  void aDirectConversationIsTheSameForBothAndBeginsEmpty() {
    TestUser dan = api.newUser("dan");
    Answer created = create(ann, json("{'type':'direct','memberIds':%s}", ids(dan))).is(201);
    String id = created.json().path("conversationId").asString();
    assertThat(create(ann, json("{'type':'direct','memberIds':%s}", ids(dan))).is(200).json())
        .isEqualTo(created.json());
    JsonNode others =
        create(dan, json("{'type':'direct','memberIds':%s}", ids(dan, ann))).is(200).json();
    assertThat(others.path("conversationId").asString()).isEqualTo(id);
    assertThat(others.path("type").asString()).isEqualTo("direct");
    assertThat(others.path("memberCount").asInt()).isEqualTo(2);
    assertThat(others.path("lastSeq").asInt()).isZero();
    assertThat(others.has("lastMessage")).isFalse();
    assertThat(ann.history(id)).isEmpty();
    assertThat(ann.send(id, "first", "hello").is(201).json().path("seq").asInt()).isEqualTo(1);
  }

  @Test
  void aDirectConversationCannotBeChangedOrLeft() {
    String direct = ann.directWith(bob);
    ann.call("PATCH", at(direct), json("{'name':'x'}")).isProblem(403, "forbidden");
    ann.call("DELETE", at(direct), null).isProblem(403, "forbidden");
    ann.call("DELETE", RestCalls.member(direct, ann), null).isProblem(403, "forbidden");
    ann.call("DELETE", RestCalls.member(direct, bob), null).isProblem(403, "forbidden");
    ann.call("POST", at(direct, "/members"), json("{'userIds':%s}", ids(cem)))
        .isProblem(403, "forbidden");
    assertThat(allPages(bob, at(direct, "/members"), 1))
        .extracting(member -> member.path("userId").asString())
        .containsExactlyInAnyOrder(ann.id(), bob.id());
  }

  @Test
  void aGroupHasTheDefaultsOfTheContract() {
    JsonNode group = created("{'type':'group','name':'Team 😀','memberIds':" + ids(bob) + "}");
    assertThat(group.propertyNames())
        .contains(
            "conversationId",
            "type",
            "name",
            "ownerId",
            "memberCount",
            "lastSeq",
            "readSeq",
            "unread",
            "lastMessage",
            "joinPolicy",
            "history",
            "createdAt");
    assertThat(group.path("name").asString()).isEqualTo("Team 😀");
    assertThat(group.path("ownerId").asString()).isEqualTo(ann.id());
    assertThat(group.path("memberCount").asInt()).isEqualTo(2);
    assertThat(group.path("lastSeq").asInt()).isEqualTo(1);
    assertThat(group.path("unread").asInt()).isZero();
    assertThat(group.path("joinPolicy").asString()).isEqualTo("invite");
    assertThat(group.path("history").asString()).isEqualTo("joined");
    assertThat(view(ann, group.path("conversationId").asString())).isEqualTo(group);
    JsonNode channel = created("{'type':'channel','name':'News','memberIds':[]}");
    assertThat(channel.path("history").asString()).isEqualTo("all");
    assertThat(channel.path("memberCount").asInt()).isEqualTo(1);
  }

  @Test
  void aGroupNeedsNoName() {
    JsonNode group = created("{'type':'group','memberIds':" + ids(bob) + "}");
    assertThat(group.required("name").isNull()).isTrue();
    String id = group.path("conversationId").asString();
    assertThat(RestCalls.contents(ann, id))
        .containsExactly(json("{'type':'system','event':'created','by':'%s'}", ann.id()));
    assertThat(ann.call("PATCH", at(id), json("{'name':'named'}")).is(200).json().path("name"))
        .isEqualTo(view(bob, id).path("name"));
    created("{'type':'channel','name':null,'memberIds':[]}");
  }

  @Test
  void whatIsAskedForIsKept() {
    JsonNode group =
        created(
            "{'type':'group','name':'open','memberIds':[],'joinPolicy':'open','history':'all',"
                + "'ext':{'b':1,'a':[true,null,{'c':'😀'}]}}");
    assertThat(group.path("joinPolicy").asString()).isEqualTo("open");
    assertThat(group.path("history").asString()).isEqualTo("all");
    assertThat(group.path("ext").toString()).isEqualTo(json("{'b':1,'a':[true,null,{'c':'😀'}]}"));
    String id = group.path("conversationId").asString();
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(view(ann, id)).isEqualTo(group));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'type':'group','name':'x'}",
        "{'type':'group','name':'x','memberIds':null}",
        "{'type':'group','name':'x','memberIds':{}}",
        "{'type':'group','name':'x','memberIds':'1'}",
        "{'type':'group','name':'x','memberIds':[1]}",
        "{'type':'group','name':'x','memberIds':[null]}",
        "{'type':'group','name':'x','memberIds':['0']}",
        "{'type':'group','name':'x','memberIds':['-1']}",
        "{'type':'group','name':'x','memberIds':['01']}",
        "{'type':'group','name':'x','memberIds':['9223372036854775808']}",
        "{'type':'group','name':'x','memberIds':['1']}",
        "{'type':'group','name':'x','memberIds':[['1']]}",
        "{'type':'Group','name':'x','memberIds':[]}",
        "{'type':'room','name':'x','memberIds':[]}",
        "{'type':1,'name':'x','memberIds':[]}",
        "{'type':['group'],'name':'x','memberIds':[]}",
        "{'name':'x','memberIds':[]}",
        "{'type':'group','name':'','memberIds':[]}",
        "{'type':'group','name':'  ','memberIds':[]}",
        "{'type':'group','name':'a\\u0000b','memberIds':[]}",
        "{'type':'group','name':'\\udc00','memberIds':[]}",
        "{'type':'group','name':5,'memberIds':[]}",
        "{'type':'group','name':'x','memberIds':[],'joinPolicy':'everybody'}",
        "{'type':'group','name':'x','memberIds':[],'joinPolicy':0}",
        "{'type':'group','name':'x','memberIds':[],'history':'none'}",
        "{'type':'group','name':'x','memberIds':[],'ext':[]}",
        "{'type':'group','name':'x','memberIds':[],'ext':'{}'}",
        "{'type':'group','name':'x','memberIds':[],'ext':{'a':1e999}}",
        "{'type':'group','name':'x','memberIds':[],'ext':{'a':1,'a':2}}",
        "{'type':'group','name':'x','memberIds':[],'ext':{'a':'\\ud800'}}",
        "{'type':'direct','memberIds':[]}",
        "{'type':'direct','memberIds':['1']}",
      })
  void aBadCreationIs422(String body) {
    create(ann, json(body)).isProblem(422, "validation_failed");
  }

  @Test
  void aDirectConversationIsOfTwo() {
    create(ann, json("{'type':'direct','memberIds':%s}", ids(ann)))
        .isProblem(422, "validation_failed");
    create(ann, json("{'type':'direct','memberIds':%s}", ids(bob, cem)))
        .isProblem(422, "validation_failed");
    create(ann, json("{'type':'direct','memberIds':%s}", ids(ann, bob, cem)))
        .isProblem(422, "validation_failed");
  }

  @Test
  void extMayHaveFourKibibytes() {
    String fits = "{'a':'" + "x".repeat(4096 - 8) + "'}";
    String group =
        created("{'type':'group','name':'ext','memberIds':[],'ext':" + fits + "}")
            .path("conversationId")
            .asString();
    String more = fits.replace("xx'", "xxx'");
    ann.call("PATCH", at(group), json("{'ext':" + more + "}")).isProblem(422, "validation_failed");
    create(ann, json("{'type':'group','name':'ext','memberIds':[],'ext':" + more + "}"))
        .isProblem(422, "validation_failed");
    String deep = "{'a':".repeat(50) + "1" + "}".repeat(50);
    ann.call("PATCH", at(group), json("{'ext':" + deep + "}")).is(200);
    assertThat(view(ann, group).path("ext").toString()).isEqualTo(json(deep));
    ann.call("PATCH", at(group), json("{'ext':{}}")).is(200);
    assertThat(view(ann, group).path("ext").toString()).isEqualTo("{}");
  }

  @Test
  void aChangeChangesWhatItNamesAndNothingElse() {
    String group = ann.group("before", bob);
    JsonNode before = view(ann, group);
    assertThat(ann.call("PATCH", at(group), "{}").is(200).json()).isEqualTo(before);
    JsonNode renamed = ann.call("PATCH", at(group), json("{'name':'after'}")).is(200).json();
    assertThat(renamed.path("name").asString()).isEqualTo("after");
    assertThat(renamed.path("joinPolicy").asString()).isEqualTo("invite");
    JsonNode open =
        ann.call("PATCH", at(group), json("{'joinPolicy':'approval','ext':{'k':'v'}}"))
            .is(200)
            .json();
    assertThat(open.path("name").asString()).isEqualTo("after");
    assertThat(open.path("joinPolicy").asString()).isEqualTo("approval");
    assertThat(open.path("ext").toString()).isEqualTo(json("{'k':'v'}"));
    assertThat(open.path("lastSeq")).isEqualTo(renamed.path("lastSeq"));
    for (String bad :
        List.of(
            "{'name':''}",
            "{'name':7}",
            "{'joinPolicy':'x'}",
            "{'joinPolicy':[]}",
            "{'ext':1}",
            "{'name':'" + "n".repeat(129) + "'}")) {
      ann.call("PATCH", at(group), json(bad)).isProblem(422, "validation_failed");
    }
  }

  @Test
  void aDisbandedGroupIsNotThereForAnybody() {
    String group = ann.group("short-lived", bob);
    ann.send(group, "m1", "x").is(201);
    ann.call("DELETE", at(group), null).is(204);
    String never = view(cem, ann.directWith(cem)).path("conversationId").asString();
    String unknown = never.substring(0, never.length() - 1) + (never.endsWith("1") ? "2" : "1");
    for (TestUser user : List.of(ann, bob, cem)) {
      assertThat(user.get(at(group)).isProblem(404, "not_found").response().body())
          .isEqualTo(user.get(at(unknown)).response().body());
      user.get(at(group, "/messages")).isProblem(404, "not_found");
      user.get(at(group, "/members")).isProblem(404, "not_found");
      user.call("DELETE", at(group), null).isProblem(404, "not_found");
      user.call("PUT", at(group, "/read"), "{\"seq\":1}").isProblem(404, "not_found");
      user.call("POST", at(group, "/join"), null).isProblem(404, "not_found");
      user.send(group, "m2", "x").isProblem(404, "not_found");
      assertThat(allPages(user, RestCalls.CONVERSATIONS, 200))
          .noneMatch(item -> item.path("conversationId").asString().equals(group));
      JsonNode synced =
          user.call("POST", "/api/v1/sync", json("{'cursors':{'%s':0}}", group)).is(200).json();
      assertThat(synced.path("gone").toString()).contains(group);
    }
  }

  @Test
  void theListIsInOrderOfActivityAndEveryPageGoesOnWhereTheLastEnded() {
    TestUser dan = api.newUser("dan");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(ann.group("list " + i, dan));
    }
    Collections.reverse(expected);
    assertThat(listed(dan, 3)).isEqualTo(expected);
    String oldest = expected.removeLast();
    ann.send(oldest, "wake", "up").is(201);
    expected.addFirst(oldest);
    assertThat(listed(dan, 1)).isEqualTo(expected);
    assertThat(listed(dan, 7)).isEqualTo(expected);
    String direct = dan.directWith(bob);
    expected.addFirst(direct);
    await()
        .during(FLUSHED)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(listed(dan, 4)).isEqualTo(expected));
    dan.call("DELETE", RestCalls.member(oldest, dan), null).is(204);
    expected.remove(oldest);
    assertThat(listed(dan, 2)).isEqualTo(expected);
    assertThat(listed(api.newUser("new"), 50)).isEmpty();
  }

  @Test
  void anItemOfTheListIsTheConversationAsItIsRead() {
    String group = ann.group("listed", bob);
    bob.send(group, "m", "x").is(201);
    JsonNode item =
        allPages(ann, RestCalls.CONVERSATIONS, 200).stream()
            .filter(one -> one.path("conversationId").asString().equals(group))
            .findFirst()
            .orElseThrow();
    assertThat(item).isEqualTo(view(ann, group));
  }

  private static List<String> listed(TestUser user, int limit) {
    return allPages(user, RestCalls.CONVERSATIONS, limit).stream()
        .map(item -> item.path("conversationId").asString())
        .toList();
  }

  private static JsonNode created(String body) {
    return create(ann, json(body)).is(201).json();
  }
}
