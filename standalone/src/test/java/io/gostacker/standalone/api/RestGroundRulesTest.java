package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The contract's ground rules, on every route.
class RestGroundRulesTest {
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static final String ID = "[1-9]\\d{0,18}";

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;
  private static String group;

  /// A route that needs a token.
  ///
  /// @param body null when it takes none
  record Route(String method, String path, @Nullable String body) {
    Route(String method, String path) {
      this(method, path, null);
    }
  }

  @BeforeAll
  static void annHasAGroupWithBob() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    group = ann.group("ground", bob);
    ann.send(group, "ground-1", "hello").is(201);
  }

  static List<Route> routes() {
    return List.of(
        new Route("POST", "/api/v1/auth/logout"),
        new Route("GET", "/api/v1/users/me"),
        new Route("PATCH", "/api/v1/users/me", "{}"),
        new Route("GET", "/api/v1/users/1"),
        new Route("GET", "/api/v1/users?query=a"),
        new Route("POST", "/api/v1/conversations", "{}"),
        new Route("GET", "/api/v1/conversations"),
        new Route("GET", "/api/v1/conversations/1"),
        new Route("PATCH", "/api/v1/conversations/1", "{}"),
        new Route("DELETE", "/api/v1/conversations/1"),
        new Route("GET", "/api/v1/conversations/1/members"),
        new Route("POST", "/api/v1/conversations/1/members", "{}"),
        new Route("PATCH", "/api/v1/conversations/1/members/1", "{}"),
        new Route("DELETE", "/api/v1/conversations/1/members/1"),
        new Route("POST", "/api/v1/conversations/1/join"),
        new Route("POST", "/api/v1/conversations/1/messages", "{}"),
        new Route("GET", "/api/v1/conversations/1/messages"),
        new Route("PUT", "/api/v1/conversations/1/read", "{}"),
        new Route("POST", "/api/v1/sync", "{}"));
  }

  static Stream<Route> routesWithBody() {
    return Stream.concat(
        routes().stream().filter(route -> route.body != null),
        Stream.of("register", "login", "refresh")
            .map(name -> new Route("POST", "/api/v1/auth/" + name, "{}")));
  }

  static List<String> lists() {
    return List.of(
        "/api/v1/conversations?",
        at(group, "/members?"),
        "/api/v1/users?query=a&",
        at(group, "/messages?"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void withoutAValidTokenEveryRouteIsUnauthenticated(Route route) {
    for (@Nullable String token :
        new @Nullable String[] {null, "", "nonsense", "a.b.c", ann.token() + "x"}) {
      Answer answer = api.call(route.method, route.path, token, route.body);
      answer.isProblem(401, "unauthenticated");
      assertThat(answer.response().headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
    api.call(route.method, route.path, null, route.body, Map.of("Authorization", "Basic YTpi"))
        .isProblem(401, "unauthenticated");
  }

  @ParameterizedTest
  @MethodSource("routesWithBody")
  void anotherMediaTypeIs415(Route route) {
    for (String type : List.of("text/plain", "application/xml", "multipart/form-data")) {
      api.call(route.method, route.path, ann.token(), route.body, Map.of("Content-Type", type))
          .isProblem(415, "unsupported_type");
    }
  }

  @ParameterizedTest
  @MethodSource("routesWithBody")
  void brokenJsonIs400(Route route) {
    for (String body :
        List.of("{", "", "nul", "{\"a\":[1}", "{'a':1}", "{\"a\":01}", "{} {}", "\"", "}")) {
      ann.call(route.method, route.path, body).isProblem(400, "validation_failed");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/conversations",
        "/api/v1/conversations/",
        "/api/v1/users/me/",
        "/api/v1/conversations/1/nothing",
        "/api/v1/auth",
        "/.well-known/nothing",
        "/actuator",
        "/actuator/health",
        "/index.htm"
      })
  void anUnknownPathIs404(String path) {
    for (@Nullable String token : new @Nullable String[] {null, ann.token()}) {
      assertProblem(api.call("GET", path, token, null), 404, "not_found");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/api/v1/conversations",
    "DELETE,/api/v1/conversations",
    "GET,/api/v1/sync",
    "GET,/api/v1/auth/login",
    "DELETE,/api/v1/users/me",
    "POST,/api/v1/conversations/1/read",
    "DELETE,/api/v1/conversations/1/messages",
    "POST,/.well-known/jwks.json"
  })
  void anotherMethodIs405AndNamesThoseThatThereAre(String method, String path) {
    Answer answer = ann.call(method, path, "{}");
    assertProblem(answer, 405, "validation_failed");
    assertThat(answer.response().headers().firstValue("Allow")).isPresent();
  }

  @Test
  void aProblemNamesEachFieldThatIsWrong() {
    Answer answer =
        api.call("POST", "/api/v1/auth/register", null, json("{'username':'a','password':'b'}"));
    assertProblem(answer, 422, "validation_failed");
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asString())
        .containsExactlyInAnyOrder("username", "password");
    assertThat(answer.json().path("errors"))
        .allSatisfy(error -> assertThat(error.path("message").asString()).isNotBlank());
  }

  @Test
  void idsAreDecimalStringsAndTimesHaveMilliseconds() {
    JsonNode conversation = RestCalls.view(ann, group);
    assertThat(conversation.required("conversationId").stringValue()).matches(ID);
    assertThat(conversation.required("ownerId").stringValue()).isEqualTo(ann.id()).matches(ID);
    assertThat(conversation.required("createdAt").stringValue()).matches(TIME);
    JsonNode message = conversation.required("lastMessage");
    assertThat(message.required("conversationId").stringValue()).isEqualTo(group);
    assertThat(message.required("senderId").stringValue()).isEqualTo(ann.id());
    assertThat(message.required("sentAt").stringValue()).matches(TIME);
    assertThat(message.required("seq").isIntegralNumber()).isTrue();
    JsonNode member = ann.get(at(group, "/members")).is(200).json().path("items").get(0);
    assertThat(member.required("userId").stringValue()).matches(ID);
    assertThat(member.required("joinedAt").stringValue()).matches(TIME);
    JsonNode sent = ann.send(group, "ground-ids", "x").is(201).json();
    assertThat(sent.required("conversationId").stringValue()).isEqualTo(group);
    assertThat(sent.required("sentAt").stringValue()).matches(TIME);
    assertThat(ann.login().required("userId").stringValue()).matches(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "201",
        "-1",
        "abc",
        "1.5",
        "",
        "99999999999",
        "99999999999999999999",
        "%205",
        "%2B5",
        "%D9%A5",
        "5&limit=6",
        "1e2",
        "0x10",
        "%00",
        "null"
      })
  void aLimitOutOfBoundsIs422(String limit) {
    for (String list : lists()) {
      ann.get(list + "limit=" + limit).isProblem(422, "validation_failed");
    }
  }

  @Test
  void limitsFrom1To200AreTaken() {
    for (String list : lists()) {
      for (String limit : List.of("1", "50", "200")) {
        ann.get(list + "limit=" + limit).is(200);
      }
      ann.get(list + "unknown=1&unknown=%F0%9F%98%80").is(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%00", "AAAA", "....", "%F0%9F%98%80", "bm90IG91cnM", "-1"})
  void aCursorThatIsNoneIs422(String cursor) {
    for (String list : lists().subList(0, 3)) {
      ann.get(list + "cursor=" + cursor).isProblem(422, "validation_failed");
      ann.get(list + "cursor=" + "A".repeat(4000)).isProblem(422, "validation_failed");
    }
  }

  @Test
  void whatEndsAListIsANullCursor() {
    for (String list : lists().subList(0, 3)) {
      assertThat(ann.get(list + "limit=200").is(200).json().required("nextCursor").isNull())
          .isTrue();
    }
  }

  @Test
  void unknownFieldsAreIgnored() {
    ann.call(
            "POST",
            at(group, "/messages"),
            json(
                "{'new':{'a':[1,{}]},'clientMessageId':'ground-unknown','content':"
                    + "{'type':'text','text':'x','new':[null,1.5,{'b':true}]},'x':null}"))
        .is(201);
    ann.call("PATCH", "/api/v1/users/me", json("{'new':{'a':1}}")).is(200);
    ann.call("POST", "/api/v1/sync", json("{'cursors':{},'since':'x','next':[]}")).is(200);
  }

  @Test
  void everyAnswerSaysThatItIsJsonWhateverIsAccepted() {
    for (String path : List.of("/api/v1/users/me", at(group), at(group, "/members"))) {
      for (String accept : List.of("application/json", "*/*", "text/html, */*;q=0.1")) {
        Answer answer = api.call("GET", path, ann.token(), null, Map.of("Accept", accept));
        answer.is(200);
        assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/json");
      }
    }
    Answer other =
        api.call("GET", "/api/v1/users/me", ann.token(), null, Map.of("Accept", "text/html"));
    other.isProblem(406, "unsupported_type");
  }

  private static void assertProblem(Answer answer, int status, String code) {
    answer.isProblem(status, code);
    JsonNode problem = answer.json();
    assertThat(problem.required("type").stringValue()).isNotEmpty();
    assertThat(problem.required("title").stringValue()).isNotEmpty();
    assertThat(problem.required("detail").stringValue()).isNotEmpty();
    assertThat(problem.required("status").intValue()).isEqualTo(status);
  }
}
