package io.gostacker.verify.load;

import io.gostacker.client.Answer.Ok;
import io.gostacker.client.Answer.Refused;
import io.gostacker.client.Answer.Unreachable;
import io.gostacker.client.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// REST calls at any of some gateways. Calls block: make them on virtual threads.
public final class Rest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /// @param status of HTTP; 0 when there was no answer
  record Answer(int status, JsonNode body) {
    boolean isGood() {
      return status >= 200 && status < 300;
    }

    /// Whether the request may have had its effect all the same.
    boolean isOpen() {
      return status == 0 || status >= 500 || status == 429;
    }
  }

  /// @param body null for none
  Answer call(URI gateway, String method, String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body));
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      String text = answer.body();
      return new Answer(
          answer.statusCode(), JSON.readTree(text == null || text.isEmpty() ? "{}" : text));
    } catch (IOException e) {
      return new Answer(0, JSON.createObjectNode());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, JSON.createObjectNode());
    }
  }

  /// Asks until it is answered well; for who can wait.
  ///
  /// @throws IllegalStateException if it is refused, or not answered for two minutes
  static <T> T insist(Supplier<io.gostacker.client.Answer<T>> question) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      switch (question.get()) {
        case Ok<T>(T value) -> {
          return value;
        }
        case Refused<T>(Problem problem) -> {
          boolean later = problem.status() >= 500 || problem.status() == 429;
          if (!later || System.nanoTime() > end) {
            throw new IllegalStateException("it was refused: " + problem.summary());
          }
        }
        case Unreachable<T>(String reason) -> {
          if (System.nanoTime() > end) {
            throw new IllegalStateException("it was not answered: " + reason);
          }
        }
      }
      pause(Duration.ofMillis(200));
    }
  }

  static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
