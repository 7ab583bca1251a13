package io.gostacker.standalone.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of tests that sends what it is told, right or wrong.
public final class Api {
  public static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String baseUrl;

  /// @param baseUrl without a slash at the end
  public Api(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /// One request.
  ///
  /// @param token access token, null for none
  /// @param body sent as it is, as JSON; null for none
  public Answer call(String method, String path, @Nullable String token, @Nullable String body) {
    return call(method, path, token, body, Map.of());
  }

  public Answer call(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(TIMEOUT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A new user, registered and logged in.
  public TestUser newUser(String prefix) {
    String username = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    Answer registered =
        call(
            "POST",
            "/api/v1/auth/register",
            null,
            "{\"username\":\"" + username + "\",\"password\":\"secret-" + prefix + "\"}");
    registered.is(201);
    return logIn(username, "secret-" + prefix, "device-1");
  }

  public TestUser logIn(String username, String password, String deviceId) {
    Answer login =
        call(
            "POST",
            "/api/v1/auth/login",
            null,
            "{\"username\":\"%s\",\"password\":\"%s\",\"deviceId\":\"%s\"}"
                .formatted(username, password, deviceId));
    login.is(200);
    return new TestUser(this, username, password, deviceId, login.json());
  }

  /// Another device of the same user.
  public TestUser otherDevice(TestUser user, String deviceId) {
    return logIn(user.username(), user.password(), deviceId);
  }

  public String webSocketUrl() {
    return baseUrl.replaceFirst("^http", "ws") + "/api/v1/ws";
  }

  public HttpClient http() {
    return http;
  }

  /// What was answered.
  public record Answer(HttpResponse<String> response) {

    public int status() {
      return response.statusCode();
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    /// Fails unless the status is this one.
    public Answer is(int status) {
      if (response.statusCode() != status) {
        throw new AssertionError(
            response.request().method()
                + " "
                + response.uri()
                + " was answered "
                + response.statusCode()
                + " instead of "
                + status
                + ": "
                + response.body());
      }
      return this;
    }

    /// Fails unless it is this problem.
    public Answer isProblem(int status, String code) {
      is(status);
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (!type.startsWith("application/problem+json")
          || !code.equals(json().path("code").asString())
          || json().path("status").asInt() != status) {
        throw new AssertionError("not the problem " + code + ": " + type + " " + response.body());
      }
      return this;
    }
  }
}
