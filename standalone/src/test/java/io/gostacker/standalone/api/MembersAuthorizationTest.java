package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what: every route of a conversation by everybody.
class MembersAuthorizationTest {
  private static Api api;
  private static Map<String, TestUser> users;

  /// What is done, and the status for plain member, admin and owner.
  ///
  /// @param path below the conversation; `{target}` is a plain member, `{self}` who does it
  record Case(String method, String path, @Nullable String body, int member, int admin, int owner) {
    int status(String who) {
      return switch (who) {
        case "member" -> member;
        case "admin" -> admin;
        default -> owner;
      };
    }
  }

  @BeforeAll
  static void everybody() {
    api = new Api(RunningStandalone.baseUrl());
    users =
        Map.of(
            "owner", api.newUser("owner"),
            "admin", api.newUser("admin"),
            "member", api.newUser("member"),
            "target", api.newUser("target"),
            "former", api.newUser("former"),
            "stranger", api.newUser("stranger"));
  }

  static List<Case> cases() {
    String message = "{'clientMessageId':'m','content':{'type':'text','text':'x'}}";
    return List.of(
        new Case("GET", "", null, 200, 200, 200),
        new Case("PATCH", "", "{'name':'x'}", 403, 200, 200),
        new Case("PATCH", "", "{'joinPolicy':'approval'}", 403, 200, 200),
        new Case("PATCH", "", "{'ext':{'a':1}}", 403, 200, 200),
        new Case("PATCH", "", "{}", 403, 200, 200),
        new Case("DELETE", "", null, 403, 403, 204),
        new Case("GET", "/members", null, 200, 200, 200),
        new Case("POST", "/members", "{'userIds':['{stranger}']}", 403, 200, 200),
        new Case("POST", "/members", "{'userIds':[]}", 403, 200, 200),
        new Case("PATCH", "/members/{target}", "{'role':'admin'}", 403, 403, 200),
        new Case("PATCH", "/members/{target}", "{'role':'owner'}", 403, 403, 200),
        new Case("PATCH", "/members/{target}", "{'nickname':'x'}", 403, 200, 200),
        new Case(
            "PATCH", "/members/{target}", "{'mutedUntil':'2999-01-01T00:00:00Z'}", 403, 200, 200),
        new Case("PATCH", "/members/{owner}", "{'nickname':'x'}", 403, 403, 200),
        new Case("PATCH", "/members/{owner}", "{'mutedUntil':null}", 403, 403, 403),
        new Case("PATCH", "/members/{admin}", "{'role':'member'}", 403, 403, 200),
        new Case("PATCH", "/members/{self}", "{'role':'owner'}", 403, 403, 403),
        new Case("PATCH", "/members/{self}", "{'nickname':'x'}", 200, 200, 200),
        new Case("DELETE", "/members/{target}", null, 403, 204, 204),
        new Case("DELETE", "/members/{admin}", null, 403, 204, 204),
        new Case("DELETE", "/members/{owner}", null, 403, 403, 204),
        new Case("DELETE", "/members/{self}", null, 204, 204, 204),
        new Case("PATCH", "/members/{stranger}", "{'role':'admin'}", 403, 404, 404),
        new Case("DELETE", "/members/{stranger}", null, 403, 404, 404),
        new Case("POST", "/join", null, 200, 200, 200),
        new Case("GET", "/messages", null, 200, 200, 200),
        new Case("POST", "/messages", message, 201, 201, 201),
        new Case("PUT", "/read", "{'seq':1}", 204, 204, 204));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void membersMayWhatTheirRoleAllows(Case tried) {
    for (String who : List.of("member", "admin", "owner")) {
      Answer answer = call(user(who), tried, newGroup());
      assertThat(answer.status())
          .as("%s by %s: %s", tried, who, answer.response().body())
          .isEqualTo(tried.status(who));
      if (answer.status() == 403) {
        answer.isProblem(403, "forbidden");
      }
      if (answer.status() == 404) {
        answer.isProblem(404, "not_found");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void strangersAndFormerMembersGetWhatAConversationThatDoesNotExistGets(Case tried) {
    String group = newGroup();
    user("owner")
        .call("POST", RestCalls.at(group, "/members"), json("{'userIds':['%s']}", id("former")))
        .is(200);
    user("former").call("DELETE", RestCalls.member(group, user("former")), null).is(204);
    String before = user("owner").get(RestCalls.at(group)).response().body();
    for (String who : List.of("stranger", "former")) {
      Answer answer = call(user(who), tried, group);
      Answer nothing = call(user(who), tried, "4611686018427387904");
      answer.isProblem(404, "not_found");
      assertThat(answer.response().body()).isEqualTo(nothing.response().body());
      assertThat(answer.status()).isEqualTo(nothing.status());
      for (String none : List.of("0", "-1", "abc", "9223372036854775808", "1.0", "%31%00")) {
        assertThat(call(user(who), tried, none).isProblem(404, "not_found").response().body())
            .isEqualTo(nothing.response().body());
      }
    }
    assertThat(user("owner").get(RestCalls.at(group)).response().body()).isEqualTo(before);
  }

  private static Answer call(TestUser by, Case tried, String conversationId) {
    String body = tried.body;
    return by.call(
        tried.method,
        RestCalls.at(conversationId, filled(tried.path, by)),
        body == null ? null : json(filled(body, by)));
  }

  private static String filled(String text, TestUser self) {
    String filled = text.replace("{self}", self.id());
    for (Map.Entry<String, TestUser> user : users.entrySet()) {
      filled = filled.replace("{" + user.getKey() + "}", user.getValue().id());
    }
    return filled;
  }

  private static String newGroup() {
    String group = user("owner").group("matrix", user("admin"), user("member"), user("target"));
    user("owner")
        .call("PATCH", RestCalls.member(group, user("admin")), json("{'role':'admin'}"))
        .is(200);
    return group;
  }

  private static TestUser user(String who) {
    return java.util.Objects.requireNonNull(users.get(who));
  }

  private static String id(String who) {
    return user(who).id();
  }
}
