package io.gostacker.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// One REST call: JSON out, JSON or a problem in. Thread-safe.
final class HttpApi {
  /// An answer larger than this is refused rather than held in memory.
  private static final long MAX_ANSWER_BYTES = 8L << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final HttpClient http;
  private final URI base;

  HttpApi(URI base) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.base = base;
  }

  HttpClient http() {
    return http;
  }

  URI base() {
    return base;
  }

  /// A call of `method` on `path` (with its query), not yet sent.
  Call call(String method, String path) {
    return new Call(HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT), method);
  }

  /// The value at `node`; a shape that the contract does not allow counts as no answer.
  static <T> Answer<T> read(JsonNode node, Class<T> type) {
    try {
      return new Answer.Ok<>(Objects.requireNonNull(JSON.treeToValue(node, type)));
    } catch (JacksonException | NullPointerException e) {
      return new Answer.Unreachable<>("the answer is not what GoStacker says: " + e.getMessage());
    }
  }

  /// A request being put together; used once.
  final class Call {
    private final HttpRequest.Builder request;
    private final String method;
    private @Nullable Object body;

    private Call(HttpRequest.Builder request, String method) {
      this.request = request;
      this.method = method;
    }

    Call bearer(String token) {
      request.setHeader("Authorization", "Bearer " + token);
      return this;
    }

    Call header(String name, String value) {
      request.setHeader(name, value);
      return this;
    }

    Call json(Object value) {
      body = value;
      return this;
    }

    /// Sends it and waits. The body is absent ([MissingNode]) when there is none.
    Answer<JsonNode> send() {
      if (body == null) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request.setHeader("Content-Type", "application/json");
        request.method(method, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      }
      try {
        return answer(
            http.send(
                request.build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES)));
      } catch (IOException e) {
        return new Answer.Unreachable<>(reason(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Answer.Unreachable<>("interrupted");
      }
    }
  }

  private static Answer<JsonNode> answer(HttpResponse<byte[]> response) {
    JsonNode json;
    try {
      json =
          response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
    } catch (JacksonException e) {
      json = MissingNode.getInstance();
    }
    if (response.statusCode() < 300) {
      return new Answer.Ok<>(json);
    }
    return new Answer.Refused<>(problem(response, json));
  }

  private static Problem problem(HttpResponse<byte[]> response, JsonNode json) {
    List<Problem.Field> errors = new ArrayList<>();
    for (JsonNode error : json.path("errors")) {
      errors.add(
          new Problem.Field(error.path("field").asString(""), error.path("message").asString("")));
    }
    String detail = json.path("detail").asString(json.path("title").asString(""));
    return new Problem(
        response.statusCode(),
        json.path("code").asString(""),
        detail,
        List.copyOf(errors),
        response.headers().firstValue("Retry-After").map(HttpApi::seconds).orElse(null));
  }

  private static @Nullable Duration seconds(String header) {
    try {
      return Duration.ofSeconds(Long.parseLong(header.strip()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /// A message for people; many of the JDK's exceptions carry none.
  static String reason(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = t.getMessage();
      if (message != null && !message.isBlank()) {
        return message;
      }
    }
    return failure instanceof java.net.ConnectException
        ? "connection refused"
        : failure.getClass().getSimpleName();
  }
}
