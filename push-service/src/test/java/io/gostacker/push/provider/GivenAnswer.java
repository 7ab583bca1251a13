package io.gostacker.push.provider;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// An answer that nobody had to be called for.
record GivenAnswer(int statusCode, HttpHeaders headers, byte[] body)
    implements HttpResponse<byte[]> {

  GivenAnswer(int statusCode, String body) {
    this(statusCode, HttpHeaders.of(Map.of(), (name, value) -> true), bytes(body));
  }

  static GivenAnswer retryAfter(String value) {
    Map<String, List<String>> headers = Map.of("Retry-After", List.of(value));
    return new GivenAnswer(429, HttpHeaders.of(headers, (n, v) -> true), bytes(""));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public HttpRequest request() {
    return HttpRequest.newBuilder(uri()).build();
  }

  @Override
  public Optional<HttpResponse<byte[]>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1/");
  }

  @Override
  public HttpClient.Version version() {
    return HttpClient.Version.HTTP_1_1;
  }
}
