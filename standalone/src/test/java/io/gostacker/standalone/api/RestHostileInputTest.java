package io.gostacker.standalone.api;

import static io.gostacker.standalone.api.RestCalls.at;
import static io.gostacker.standalone.api.RestCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nasty input everywhere: a clear error, never a 5xx, and nothing breaks.
class RestHostileInputTest {
  private static final String DEEP = "[".repeat(150) + "]".repeat(150);
  private static final String ABYSS = "[".repeat(50_000) + "]".repeat(50_000);

  private static Api api;
  private static TestUser ann;
  private static TestUser bob;
  private static String group;

  /// A body with `?` in place of one field's value.
  record Hole(String method, String path, String body) {}

  @BeforeAll
  static void annHasAGroupWithBob() {
    api = new Api(RunningStandalone.baseUrl());
    ann = api.newUser("ann");
    bob = api.newUser("bob");
    group = ann.group("hostile", bob);
  }

  static List<Hole> holes() {
    String messages = at(group, "/messages");
    String bobs = RestCalls.member(group, bob);
    return List.of(
        new Hole("POST", "/api/v1/auth/register", "{'username':?,'password':'12345678'}"),
        new Hole("POST", "/api/v1/auth/register", "{'username':'holes','password':?}"),
        new Hole("POST", "/api/v1/auth/register", "{'username':'x','password':'y','nickname':?}"),
        new Hole("POST", "/api/v1/auth/login", "{'username':?,'password':'x'}"),
        new Hole("POST", "/api/v1/auth/login", "{'username':'nobody','password':?}"),
        new Hole("POST", "/api/v1/auth/login", "{'username':'a','password':'b','deviceId':?}"),
        new Hole("POST", "/api/v1/auth/login", "{'username':'c','password':'d','platform':?}"),
        new Hole("POST", "/api/v1/auth/refresh", "{'refreshToken':?}"),
        new Hole("PATCH", "/api/v1/users/me", "{'nickname':?}"),
        new Hole("PATCH", "/api/v1/users/me", "{'avatarUrl':?}"),
        new Hole("PATCH", "/api/v1/users/me", "{'unknown':?}"),
        new Hole("POST", "/api/v1/conversations", "{'type':?,'name':'x','memberIds':[]}"),
        new Hole("POST", "/api/v1/conversations", "{'type':'group','name':?,'memberIds':[]}"),
        new Hole("POST", "/api/v1/conversations", "{'type':'group','name':'x','memberIds':?}"),
        new Hole("POST", "/api/v1/conversations", "{'type':'group','memberIds':[?]}"),
        new Hole("POST", "/api/v1/conversations", "{'type':'group','memberIds':[],'ext':?}"),
        new Hole("POST", "/api/v1/conversations", "{'type':'group','memberIds':[],'ext':{'a':?}}"),
        new Hole("PATCH", at(group), "{'name':?}"),
        new Hole("PATCH", at(group), "{'joinPolicy':?}"),
        new Hole("PATCH", at(group), "{'ext':?}"),
        new Hole("PATCH", at(group), "{'ext':{'a':?}}"),
        new Hole("POST", at(group, "/members"), "{'userIds':?}"),
        new Hole("POST", at(group, "/members"), "{'userIds':[?]}"),
        new Hole("PATCH", bobs, "{'role':?}"),
        new Hole("PATCH", bobs, "{'nickname':?}"),
        new Hole("PATCH", bobs, "{'mutedUntil':?}"),
        new Hole("POST", messages, "{'clientMessageId':?,'content':{'type':'text','text':'x'}}"),
        new Hole("POST", messages, "{'clientMessageId':'h','content':?}"),
        new Hole("POST", messages, "{'clientMessageId':'h','content':{'type':?,'text':'x'}}"),
        new Hole("POST", messages, "{'clientMessageId':'h','content':{'type':'text','text':?}}"),
        new Hole("POST", messages, "{'clientMessageId':'h','content':{'type':'custom','data':?}}"),
        new Hole(
            "POST",
            messages,
            "{'clientMessageId':'h','content':{'type':'text','text':'x','mentions':?}}"),
        new Hole(
            "POST",
            messages,
            "{'clientMessageId':'h','content':{'type':'text','text':'x','replyTo':?}}"),
        new Hole("PUT", at(group, "/read"), "{'seq':?}"),
        new Hole("POST", "/api/v1/sync", "{'cursors':?}"),
        new Hole("POST", "/api/v1/sync", "{'cursors':{'1':?}}"),
        new Hole("POST", "/api/v1/sync", "{'cursors':{},'limit':?}"));
  }

  static List<String> values() {
    return List.of(
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "-1e-400",
        "1e999999999",
        "9".repeat(100),
        "9".repeat(5000),
        "9223372036854775808",
        "\"\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"%00%0a%27\"",
        "\"' OR '1'='1\"",
        "\"${jndi:ldap://127.0.0.1:1/a}\\r\\nforged line\"",
        "\"" + "x".repeat(10_000) + "\"",
        "\"" + "\\u0000".repeat(2_000) + "\"",
        "\"" + "😀".repeat(3_000) + "\"",
        "[]",
        "{}",
        "[null]",
        "[[[]]]",
        "{\"\":{}}",
        "{\"a\":1,\"a\":2}",
        "{\"" + "k".repeat(5_000) + "\":1}",
        "{\"\\ud800\":1}",
        DEEP,
        ABYSS,
        "\"\u0001\"",
        "NaN",
        "'x'",
        "+1",
        "01",
        "/**/1",
        "undefined");
  }

  @ParameterizedTest
  @MethodSource("holes")
  void noValueAnywhereIsAnsweredByAServerError(Hole hole) {
    for (String value : values()) {
      String body = json(hole.body).replace("?", value);
      Answer answer = ann.call(hole.method, hole.path, body);
      String shown = hole + " with " + value.substring(0, Math.min(80, value.length()));
      assertThat(answer.status())
          .as("%s: %s", shown, answer.response().body())
          .isLessThan(500)
          .isNotIn(404, 405, 415);
      if (answer.status() >= 400) {
        answer.isProblem(answer.status(), answer.json().path("code").asString());
        assertThat(answer.response().body())
            .as(shown)
            .hasSizeLessThan(20_000)
            .doesNotContain("io.gostacker", "Exception", "tools.jackson", "java.");
      }
      if (answer.status() == 400) {
        assertThat(answer.json().path("code").asString()).isEqualTo("validation_failed");
      }
    }
    ann.get(at(group)).is(200);
  }

  @Test
  void whatWasTakenOfItIsThereAndReadable() {
    TestUser cem = api.newUser("cem");
    String open = ann.group("readable", cem);
    for (String value : values()) {
      ann.call(
          "POST",
          at(open, "/messages"),
          "{\"clientMessageId\":\"v"
              + Integer.toHexString(value.hashCode())
              + "\",\"content\":{\"type\":\"custom\",\"data\":{\"v\":"
              + value
              + "}}}");
    }
    assertThat(cem.history(open)).hasSizeGreaterThan(15);
    assertThat(cem.call("POST", "/api/v1/sync", "{\"cursors\":{}}").is(200).json().toString())
        .contains(open);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/conversations/%",
        "/api/v1/conversations/%zz",
        "/api/v1/conversations/%c3%28",
        "/api/v1/conversations/%00",
        "/api/v1/conversations/%2e%2e%2f",
        "/api/v1/conversations/..%2f..%2fetc%2fpasswd",
        "/api/v1/conversations/../../../etc/passwd",
        "/api/v1/conversations/1%2fmembers",
        "/api/v1/conversations/1;a=b",
        "/api/v1/conversations/;",
        "/api/v1/conversations//1",
        "//api/v1/conversations/1",
        "/api/v1/conversations/\u00e4",
        "/api/v1/conversations/1|2",
        "/api/v1/conversations/{id}",
        "/api/v1/conversations/1%20OR%201=1",
        "/api/v1/conversations/%F0%9F%98%80/messages",
        "/api/v1/users/%zz",
        "/api/v1/conversations?limit=%",
        "/api/v1/conversations?limit=%zz",
        "/api/v1/conversations?cursor=%c3%28",
        "/api/v1/conversations?limit=1&limit=%zz",
        "/api/v1/conversations?%zz=1",
        "/api/v1/conversations?%00=%00&==&&&",
        "/api/v1/users?query=%zz",
        "/api/v1/users?query=%ff%fe",
        "/api/v1/users?query=%ed%a0%80",
        "/api/v1/conversations?limit=[1]",
        "/api/v1/conversations?a=<>\"{}|\\^`",
        "/%",
        "/%00",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/..%5c..%5cetc",
        "/index.html%00.js",
        "*",
        "http://other.example/api/v1/users/me"
      })
  void noPathOrQueryIsAnsweredByAServerError(String target) {
    String answer =
        RestRaw.exchange(
            RunningStandalone.baseUrl(),
            "GET " + target + " HTTP/1.1\r\nAuthorization: Bearer " + ann.token(),
            new byte[0]);
    assertThat(RestRaw.status(answer)).as(answer).isLessThan(500);
    assertThat(answer).doesNotContain("root:", "Exception", "io.gostacker");
  }

  @Test
  void aLongPathOrQueryOrHeaderIsRefused() {
    String base = RunningStandalone.baseUrl();
    String token = "\r\nAuthorization: Bearer " + ann.token();
    for (String head :
        List.of(
            "GET /api/v1/conversations/" + "1".repeat(3_000) + " HTTP/1.1" + token,
            "GET /api/v1/users?query=" + "a".repeat(3_000) + " HTTP/1.1" + token,
            "GET /api/v1/users?query=" + "a".repeat(5_000) + " HTTP/1.1" + token,
            "GET /api/v1/users/me HTTP/1.1\r\nAuthorization: Bearer " + "a".repeat(7_000),
            "GET /api/v1/users/me HTTP/1.1\r\nAuthorization: Bearer \u00ff\u00fe",
            "BREW /api/v1/users/me HTTP/1.1" + token,
            "TRACE /api/v1/users/me HTTP/1.1" + token,
            "CONNECT localhost:1 HTTP/1.1" + token,
            "OPTIONS /api/v1/users/me HTTP/1.1" + token,
            "HEAD /api/v1/users/me HTTP/1.1" + token)) {
      String answer = RestRaw.exchange(base, head, new byte[0]);
      String shown = head.substring(0, Math.min(60, head.length())) + ": " + answer;
      assertThat(answer).as(shown).startsWith("HTTP/1.1 ");
      assertThat(RestRaw.status(answer)).as(shown).isLessThan(500);
    }
  }

  @Test
  void invalidUtf8InABodyIs400() {
    byte[] body = "{\"nickname\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
    String head =
        " HTTP/1.1\r\nContent-Type: application/json\r\nAuthorization: Bearer " + ann.token();
    for (String line :
        List.of(
            "PATCH /api/v1/users/me",
            "POST " + at(group, "/messages"),
            "POST /api/v1/sync",
            "POST /api/v1/conversations",
            "POST /api/v1/auth/login")) {
      String answer = RestRaw.exchange(RunningStandalone.baseUrl(), line + head, body);
      assertThat(RestRaw.status(answer)).as(line + answer).isEqualTo(400);
      assertThat(answer).contains("\"validation_failed\"");
    }
  }

  @Test
  void anotherCharsetThanUtf8IsNeverMisread() {
    for (String charset : List.of("utf-16", "iso-8859-1", "nonsense", "\"")) {
      Answer answer =
          api.call(
              "PATCH",
              "/api/v1/users/me",
              ann.token(),
              json("{'nickname':'Änn'}"),
              Map.of("Content-Type", "application/json;charset=" + charset));
      assertThat(answer.status()).as(charset + answer.response().body()).isLessThan(500);
      if (answer.status() == 200) {
        assertThat(answer.json().path("nickname").asString()).isEqualTo("Änn");
      }
    }
  }

  @Test
  void aHundredThousandIdsInOneCreationAreAnsweredByField() {
    String many =
        IntStream.rangeClosed(1, 100_000)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    Answer channel =
        RestCalls.create(ann, "{\"type\":\"channel\",\"name\":\"x\",\"memberIds\":" + many + "}")
            .isProblem(422, "validation_failed");
    assertThat(channel.json().path("errors").size()).isBetween(1, 100);
    RestCalls.create(ann, "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":" + many + "}")
        .isProblem(422, "validation_failed");
  }
}
