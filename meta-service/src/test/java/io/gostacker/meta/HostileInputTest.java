package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.Answer;
import io.gostacker.meta.RestClient.User;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends, the answer is a 4xx problem that says what is wrong.
class HostileInputTest {
  private static final String REGISTER = "/api/v1/auth/register";

  /// Every route that takes a body, with its method.
  private static final List<String> ROUTES =
      List.of(
          "POST /api/v1/auth/register",
          "POST /api/v1/auth/login",
          "POST /api/v1/auth/refresh",
          "PATCH /api/v1/users/me",
          "POST /api/v1/conversations",
          "PATCH /api/v1/conversations/5",
          "POST /api/v1/conversations/5/members",
          "PATCH /api/v1/conversations/5/members/6");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "123456789012345678901234567890",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "x".repeat(5000) + "\"",
          "\"'; DROP TABLE user; --\"",
          "\"${jndi:ldap://x}\\r\\nSet-Cookie: a=b\"",
          "[]",
          "[null]",
          "[[[]]]",
          "{}",
          "{\"a\":{\"b\":{}}}",
          "{\"n\":1e400}",
          "{\"n\":-1e99999999999}",
          "{\"n\":[1e-400,123456789012345678901234567890]}",
          "[\"9223372036854775807\"]",
          "[\"9223372036854775808\"]");

  private static final List<String> FIELDS =
      List.of(
          "username",
          "password",
          "nickname",
          "deviceId",
          "platform",
          "refreshToken",
          "avatarUrl",
          "type",
          "name",
          "memberIds",
          "joinPolicy",
          "history",
          "ext",
          "userIds",
          "role",
          "mutedUntil");

  private static final RestClient anybody = MetaServer.shared().client();
  private static final User ann = anybody.user("ann");

  @Test
  void noValueInAnyFieldIsAnswered5xx() {
    SoftAssertions softly = new SoftAssertions();
    for (String route : ROUTES) {
      String method = route.substring(0, route.indexOf(' '));
      String path = route.substring(method.length() + 1);
      for (String body : bodies(path)) {
        Answer answer = ann.client().call(method, path, body);
        softly.assertThat(answer.status()).as(route + " " + body).isLessThan(500);
        if (answer.status() >= 400) {
          softly.assertThat(answer.code()).as(route + " " + body).isNotEmpty();
        }
      }
    }
    softly.assertAll();
  }

  /// Each nasty value in each field of an otherwise useful body.
  private static List<String> bodies(String path) {
    List<String> bodies = new ArrayList<>(VALUES);
    for (String field : FIELDS) {
      // The throttle would answer for most of these: one is enough.
      List<String> values = path.endsWith("/login") ? VALUES.subList(0, 1) : VALUES;
      for (String value : values) {
        bodies.add("{\"type\":\"group\",\"%s\":%s}".formatted(field, value));
      }
    }
    return bodies;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "nope",
        "{\"username\":}",
        "{\"username\":\"a\",}",
        "{'username':'a'}",
        "{\"username\":\"a\"} x",
        "{\"username\":\"a\"}{}",
        "{\"username\":\"\t\"}",
        "{\"username\":\"\\x\"}",
        "{\"username\":01}",
        "{\"username\":NaN}",
        "//\n{}",
      })
  void whatIsNoJsonIs400(String body) {
    Answer answer = anybody.post(REGISTER, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("validation_failed");
  }

  @Test
  void invalidUtf8Is400() {
    byte[] body = "{\"username\":\"a__\"}".getBytes(StandardCharsets.UTF_8);
    body[14] = (byte) 0xC3;
    body[15] = (byte) 0x28;

    assertThat(anybody.callBytes("POST", REGISTER, body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | body",
        "\"text\" | body",
        "{\"username\":5} | username",
        "{\"username\":true} | username",
        "{\"username\":{\"a\":1}} | username",
        "{\"username\":\"\\udc00x\"} | username",
      })
  void jsonOfAnotherShapeIs422AndNamesTheField(String body, String field) {
    Answer answer = anybody.post(REGISTER, body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").path(0).path("field").asString("")).isEqualTo(field);
  }

  @Test
  void duplicateKeysAndDeepNestingAre422() {
    String deep = "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThat(anybody.post(REGISTER, "{\"a\":1,\"a\":2}").status()).isEqualTo(422);
    assertThat(anybody.post(REGISTER, deep).status()).isEqualTo(422);
  }

  @Test
  void anOversizedBodyIs413WithAndWithoutItsLengthSaid() {
    byte[] body =
        ("{\"username\":\"" + "x".repeat(20_000) + "\"}").getBytes(StandardCharsets.UTF_8);

    Answer said = anybody.callBytes("POST", REGISTER, body);
    Answer unsaid = anybody.callChunked("POST", REGISTER, body);

    assertThat(said.status()).isEqualTo(413);
    assertThat(unsaid.status()).isEqualTo(413);
    assertThat(unsaid.code()).isEqualTo("payload_too_large");
  }

  @Test
  void aHundredThousandMemberIdsFitAndMoreDoNot() {
    String ids = "\"9223372036854775807\",".repeat(99_999) + "\"9223372036854775806\"";
    String body = "{\"type\":\"channel\",\"name\":\"big\",\"memberIds\":[%s]}";

    Answer unknown = ann.client().post("/api/v1/conversations", body.formatted(ids));
    Answer tooMany =
        ann.client().post("/api/v1/conversations", body.formatted(ids + ",\"1\",\"2\""));

    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().path("detail").asString()).contains("there is no user");
    assertThat(tooMany.status()).isEqualTo(422);
    assertThat(tooMany.json().path("detail").asString()).contains("at most 100000");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/v1/auth/login, 405, validation_failed",
    "GET, /api/v1/nothing, 404, not_found",
    "GET, /api/v1/conversations/5/nothing, 404, not_found",
  })
  void anUnknownPathOrMethodIsAProblemToo(String method, String path, int status, String code) {
    Answer answer = ann.client().call(method, path, (String) null);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void anotherMediaTypeIs415() {
    Answer answer =
        anybody.with("Content-Type", "application/x-www-form-urlencoded").post(REGISTER, "a=b");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported_type");
  }

  @Test
  void badIdempotencyKeysAre422() {
    Answer answer =
        ann.client()
            .with("Idempotency-Key", "a b")
            .post("/api/v1/conversations", "{\"type\":\"group\",\"name\":\"x\",\"memberIds\":[]}");

    assertThat(answer.status()).isEqualTo(422);
  }
}
