package io.gostacker.meta;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// A client of the REST contract, with the token of a user or none.
final class RestClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = new JsonMapper();

  private final int port;
  private final Map<String, String> headers;

  RestClient(int port) {
    this(port, Map.of("Content-Type", "application/json"));
  }

  private RestClient(int port, Map<String, String> headers) {
    this.port = port;
    this.headers = headers;
  }

  /// An answer; `json` is missing when the body is no JSON.
  record Answer(int status, HttpResponse<byte[]> response, JsonNode json) {
    String code() {
      return json.path("code").asString("");
    }

    String text(String field) {
      return json.path(field).asString("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /// A user who is registered and logged in.
  record User(RestClient client, String userId, String username, JsonNode tokens) {}

  RestClient with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new RestClient(port, more);
  }

  RestClient bearing(String token) {
    return with("Authorization", "Bearer " + token);
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  Answer post(String path, String body) {
    return call("POST", path, body);
  }

  Answer patch(String path, String body) {
    return call("PATCH", path, body);
  }

  Answer delete(String path) {
    return call("DELETE", path, null);
  }

  Answer call(String method, String path, @Nullable String body) {
    return callBytes(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
  }

  Answer callBytes(String method, String path, byte @Nullable [] body) {
    return exchange(
        method,
        path,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
  }

  /// Without saying how long the body is.
  Answer callChunked(String method, String path, byte[] body) {
    return exchange(
        method,
        path,
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private Answer exchange(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response, json(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /// Registers somebody new, `<name>_<random>`, and logs in.
  User user(String name) {
    String username = name + "_" + UUID.randomUUID().toString().substring(0, 8);
    Answer registered =
        post(
            "/api/v1/auth/register",
            "{\"username\":\"%s\",\"password\":\"correct horse\",\"nickname\":\"%s\"}"
                .formatted(username, name));
    if (registered.status() != 201) {
      throw new IllegalStateException("not registered: " + registered);
    }
    return login(registered.text("userId"), username, username + "-phone");
  }

  /// Logs a user of [#user] in.
  User login(String userId, String username, String deviceId) {
    Answer answer =
        post(
            "/api/v1/auth/login",
            "{\"username\":\"%s\",\"password\":\"correct horse\",\"deviceId\":\"%s\"}"
                .formatted(username, deviceId));
    if (answer.status() != 200) {
      throw new IllegalStateException("not logged in: " + answer);
    }
    return new User(bearing(answer.text("accessToken")), userId, username, answer.json());
  }
}
