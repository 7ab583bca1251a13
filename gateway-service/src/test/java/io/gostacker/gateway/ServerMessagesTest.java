package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.transport.Command;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages by the app's back end.
class ServerMessagesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"hi\"}";
  private static final String SYSTEM = "{\"type\":\"system\",\"event\":\"paid\",\"n\":[1]}";
  private static final HttpClient http = HttpClient.newHttpClient();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("answer-timeout=5s");
    gateway.send.create(10, 1, 2);
    gateway.send.create(11, 1, 3);
    gateway.send.create(12, 1);
  }

  @AfterAll
  static void stop() {
    http.close();
    gateway.close();
  }

  @Test
  void aUsersMessageIsSentOnceAndToAllOfTheUsersDevicesToo() throws Exception {
    try (RawSocket sender = gateway.connect(1, "phone");
        RawSocket other = gateway.connect(2, "phone")) {
      var first = post(10, body("1", "m-1", TEXT));
      assertThat(first.statusCode()).isEqualTo(201);
      var again = post(10, body("1", "m-1", TEXT));
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
      for (RawSocket socket : new RawSocket[] {sender, other}) {
        JsonNode message = socket.expect("message");
        assertThat(message.path("senderId").asString()).isEqualTo("1");
        assertThat(message.path("clientMessageId").asString()).isEqualTo("m-1");
        socket.expectNothing();
      }
    }
  }

  @Test
  void theSystemSpeaksByTheServerApiOnly() throws Exception {
    assertThat(post(11, body("1", "s-1", SYSTEM)).statusCode()).isEqualTo(201);

    assertThat(gateway.send.commands)
        .filteredOn(c -> c instanceof Command.SendMessage s && s.clientMessageId().equals("s-1"))
        .singleElement()
        .isInstanceOfSatisfying(
            Command.SendMessage.class,
            sent -> {
              assertThat(sent.system()).isTrue();
              assertThat(new String(sent.content(), StandardCharsets.UTF_8)).isEqualTo(SYSTEM);
            });
    var byUser =
        call(
            "/api/v1/conversations/11/messages",
            gateway.tokens.of(1, "d"),
            "{\"clientMessageId\":\"s-2\",\"content\":" + SYSTEM + "}");
    assertProblem(byUser, 422, "validation_failed");
    assertThat(byUser.body()).contains("\"content.type\"");
    try (RawSocket socket = gateway.connect(1, "phone")) {
      socket.say(
          "{\"type\":\"send\",\"conversationId\":\"11\",\"clientMessageId\":\"s-3\",\"content\":%s}"
              .formatted(SYSTEM));
      JsonNode error = socket.expect("error");
      assertThat(error.path("code").asString()).isEqualTo("validation_failed");
      assertThat(error.path("clientMessageId").asString()).isEqualTo("s-3");
    }
  }

  @Test
  void whoIsNoMemberCannotBeMadeToSpeak() throws Exception {
    assertProblem(post(10, body("3", "m", TEXT)), 404, "not_found");
    assertProblem(post(10, body("3", "m", SYSTEM)), 404, "not_found");
    assertProblem(post(999, body("1", "m", TEXT)), 404, "not_found");
    assertProblem(
        call("/api/v1/server/conversations/x/messages", TestGateway.SERVER_KEY, "{}"),
        404,
        "not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|senderId",
        "{}|clientMessageId",
        "{}|content",
        "{\"senderId\":1}|senderId",
        "{\"senderId\":\"0\"}|senderId",
        "{\"senderId\":\"1\",\"senderId\":\"2\"}|senderId",
        "{\"content\":{\"type\":\"song\"}}|content.type",
        "{\"content\":{\"type\":\"text\"}}|content.text",
        "{\"content\":5}|content",
      })
  void whatIsWrongIsNamed(String body, String field) throws Exception {
    var response = post(10, body);

    assertProblem(response, 422, "validation_failed");
    assertThat(JSON.readTree(response.body()).path("errors").valueStream())
        .anyMatch(error -> error.path("field").asString().equals(field));
  }

  @Test
  void brokenAndLargeBodiesAreRefused() throws Exception {
    assertProblem(post(10, "{"), 400, "validation_failed");
    assertProblem(post(10, ""), 400, "validation_failed");
    String large = TEXT.replace("hi", "x".repeat(17_000));
    assertProblem(post(10, body("1", "m-2", large)), 413, "payload_too_large");
  }

  @Test
  void aUsersTokenIsNoApiKey() throws Exception {
    String path = "/api/v1/server/conversations/12/messages";
    String body = body("1", "forged", TEXT);

    assertProblem(call(path, gateway.tokens.of(1, "d"), body), 401, "unauthenticated");
    assertProblem(call(path, "", body), 401, "unauthenticated");
    assertProblem(call(path, TestGateway.SERVER_KEY + " x", body), 401, "unauthenticated");
    assertThat(gateway.send.commands)
        .noneMatch(c -> c instanceof Command.SendMessage s && s.clientMessageId().equals("forged"));
    assertProblem(
        call(path.replace("/server", ""), TestGateway.SERVER_KEY, body), 401, "unauthenticated");
  }

  private static String body(String senderId, String clientMessageId, String content) {
    return "{\"senderId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":%s}"
        .formatted(senderId, clientMessageId, content);
  }

  private static HttpResponse<String> post(long conversationId, String body) throws Exception {
    return call(
        "/api/v1/server/conversations/" + conversationId + "/messages",
        TestGateway.SERVER_KEY,
        body);
  }

  private static HttpResponse<String> call(String path, String bearer, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port + path))
            .header("Authorization", "Bearer " + bearer)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo(code);
  }
}
