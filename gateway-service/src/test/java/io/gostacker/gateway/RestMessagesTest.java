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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages over REST.
class RestMessagesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HI =
      "{\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"hi\"}}";
  private static final HttpClient http = HttpClient.newHttpClient();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("answer-timeout=500ms");
    gateway.send.create(10, 1, 2);
    gateway.send.create(11, 1, 3);
  }

  @AfterAll
  static void stop() {
    http.close();
    gateway.close();
  }

  @Test
  void aMessageIsCreatedOnceAndDelivered() throws Exception {
    try (RawSocket device = gateway.connect(1, "rest-client");
        RawSocket other = gateway.connect(3, "phone")) {
      var first = post("/conversations/11/messages", HI.formatted("m-1"));
      assertThat(first.statusCode()).isEqualTo(201);
      assertThat(first.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(first.body())
          .isEqualTo(
              "{\"conversationId\":\"11\",\"seq\":1,\"clientMessageId\":\"m-1\","
                  + "\"sentAt\":\"2023-11-14T22:13:20.001Z\"}");
      var again = post("/conversations/11/messages", HI.formatted("m-1"));
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(other.expect("message").path("seq").asInt()).isEqualTo(1);
      other.expectNothing();
      device.expectNothing();
    }
  }

  @Test
  void strangersSeeNoConversation() throws Exception {
    for (String id : new String[] {"12", "999", "0", "x", "-1", "010", "9223372036854775808"}) {
      assertProblem(
          post("/conversations/" + id + "/messages", HI.formatted("m")), 404, "not_found");
      assertProblem(get("/conversations/" + id + "/messages"), 404, "not_found");
      assertProblem(put("/conversations/" + id + "/read", "{\"seq\":1}"), 404, "not_found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "x", "{\"clientMessageId\":\"a\"} x", "null"})
  void brokenJsonIs400(String body) throws Exception {
    assertProblem(post("/conversations/10/messages", body), 400, "validation_failed");
    assertProblem(post("/sync", body), 400, "validation_failed");
    assertProblem(put("/conversations/10/read", body), 400, "validation_failed");
  }

  @Test
  void badUtf8Is400() throws Exception {
    byte[] body = HI.formatted("m").replace("hi", "\u00e4").getBytes(StandardCharsets.ISO_8859_1);
    var response =
        send(
            request("/conversations/10/messages")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body)));
    assertProblem(response, 400, "validation_failed");
  }

  @Test
  void everyWrongFieldIsNamed() throws Exception {
    var response =
        post(
            "/conversations/10/messages",
            "{\"clientMessageId\":\"a b\",\"content\":{\"type\":\"image\",\"url\":\"u\",\"width\":-1}}");
    assertProblem(response, 422, "validation_failed");
    JsonNode errors = JSON.readTree(response.body()).path("errors");
    assertThat(errors.path(0).path("field").asString()).isEqualTo("clientMessageId");
    assertThat(errors.path(1).path("field").asString()).isEqualTo("content.width");
    assertThat(errors.path(1).path("message").asString()).isNotEmpty();
  }

  @Test
  void tooLargeIs413() throws Exception {
    String text = HI.formatted("m").replace("hi", "x".repeat(16 * 1024));
    assertProblem(post("/conversations/10/messages", text), 413, "payload_too_large");
    String huge = HI.formatted("m").replace("hi", "x".repeat(300 * 1024));
    assertProblem(post("/conversations/10/messages", huge), 413, "payload_too_large");
  }

  @Test
  void anotherMediaTypeIs415() throws Exception {
    var response =
        send(
            request("/conversations/10/messages")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(HI.formatted("m"))));
    assertProblem(response, 415, "unsupported_type");
  }

  @Test
  void noTokenIs401() throws Exception {
    var response =
        http.send(
            HttpRequest.newBuilder(uri("/conversations/10/messages")).build(),
            BodyHandlers.ofString());
    assertProblem(response, 401, "unauthenticated");
  }

  @Test
  void historyGoesBothWaysInPages() throws Exception {
    gateway.send.create(13, 1);
    for (int i = 1; i <= 5; i++) {
      assertThat(post("/conversations/13/messages", HI.formatted("h-" + i)).statusCode())
          .isEqualTo(201);
    }
    assertThat(seqs(get("/conversations/13/messages?limit=2"))).isEqualTo("[5,4] more");
    assertThat(seqs(get("/conversations/13/messages?beforeSeq=3"))).isEqualTo("[2,1]");
    assertThat(seqs(get("/conversations/13/messages?afterSeq=2&limit=3"))).isEqualTo("[3,4,5]");
    assertThat(seqs(get("/conversations/13/messages?afterSeq=0&limit=1"))).isEqualTo("[1] more");
    JsonNode item =
        JSON.readTree(get("/conversations/13/messages?limit=1").body()).path("items").path(0);
    assertThat(item.toString())
        .isEqualTo(
            "{\"conversationId\":\"13\",\"seq\":5,\"senderId\":\"1\",\"clientMessageId\":\"h-5\","
                + "\"content\":{\"type\":\"text\",\"text\":\"hi\"},"
                + "\"sentAt\":\"2023-11-14T22:13:20.005Z\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=",
        "afterSeq=-1",
        "afterSeq=1.5",
        "beforeSeq=a",
        "afterSeq=1&beforeSeq=2",
        "afterSeq=99999999999999999999"
      })
  void wrongParametersAre422(String query) throws Exception {
    var response = get("/conversations/10/messages?" + query);
    assertProblem(response, 422, "validation_failed");
    assertThat(JSON.readTree(response.body()).path("errors").size()).isEqualTo(1);
  }

  @Test
  void syncAnswersAsTheFrameDoes() throws Exception {
    gateway.send.create(14, 1);
    post("/conversations/14/messages", HI.formatted("s-1"));
    var response = post("/sync", "{\"cursors\":{\"14\":0,\"998\":1},\"limit\":10}");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode page = JSON.readTree(response.body());
    assertThat(page.path("gone").toString()).isEqualTo("[\"998\"]");
    assertThat(page.path("more").asBoolean(true)).isFalse();
    assertThat(page.path("conversations").findValuesAsString("conversationId")).contains("14");
    assertProblem(post("/sync", "{}"), 422, "validation_failed");
    assertProblem(post("/sync", "{\"cursors\":{\"14\":0},\"limit\":0}"), 422, "validation_failed");
  }

  @Test
  void readIs204AndOnlyNumbersAreTaken() throws Exception {
    var response = put("/conversations/10/read", "{\"seq\":7}");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(gateway.send.commands).contains(new Command.Read(10, 1, "rest-client", 7));
    assertProblem(put("/conversations/10/read", "{\"seq\":\"7\"}"), 422, "validation_failed");
    assertProblem(put("/conversations/10/read", "{}"), 422, "validation_failed");
  }

  @Test
  void noAnswerInTimeIs503() throws Exception {
    gateway.send.holdReplies = true;
    try {
      assertProblem(post("/conversations/10/messages", HI.formatted("late")), 503, "unavailable");
    } finally {
      gateway.send.releaseReplies();
    }
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + gateway.port + "/api/v1" + path);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .header("Authorization", "Bearer " + gateway.tokens.of(1, "rest-client"));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> put(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo(code);
    assertThat(JSON.readTree(response.body()).path("status").asInt()).isEqualTo(status);
  }

  private static String seqs(HttpResponse<String> response) {
    JsonNode page = JSON.readTree(response.body());
    StringBuilder seqs = new StringBuilder();
    for (JsonNode item : page.path("items")) {
      seqs.append(seqs.isEmpty() ? "" : ",").append(item.path("seq").asInt());
    }
    return "[" + seqs + "]" + (page.path("hasMore").asBoolean() ? " more" : "");
  }
}
