package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the gateway serves the files of the web chat, by a few of its own.
class WebChatFilesTest {
  private static final String SCRIPT = "/assets/chat-1a2b3c.js";
  private static final HttpClient http = HttpClient.newHttpClient();
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start();
  }

  @AfterAll
  static void stop() {
    http.close();
    gateway.close();
  }

  @Test
  void thePageIsServedWithItsPolicy() throws Exception {
    var page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(text(page)).contains("chat for tests");
    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Content-Security-Policy"))
        .contains(
            "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data: http: https:")
        .doesNotContain("unsafe");
    var script = get(SCRIPT);
    assertThat(header(script, "Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
  }

  @Test
  void thePageIsAskedForAnewAndItsHashedFilesAreKept() throws Exception {
    var page = get("/index.html");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    var unchanged = get("/index.html", "If-None-Match", header(page, "ETag"));
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(header(unchanged, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(get(SCRIPT), "Cache-Control"))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  /// Browsers take a service worker for the whole site only from its root, as a script, and one
  /// that they keep long is not replaced. The policy lets the page register those of its own
  /// origin.
  @Test
  void theServiceWorkerIsAScriptAtTheRootThatIsAskedForAnew() throws Exception {
    var worker = get("/push-worker.js");
    assertThat(worker.statusCode()).isEqualTo(200);
    assertThat(header(worker, "Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
    assertThat(header(worker, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(worker, "Content-Security-Policy"))
        .startsWith("default-src 'self';")
        .doesNotContain("worker-src")
        .doesNotContain("script-src");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip;q=0.5, br", "GZIP", "br,gzip;q=1.0"})
  void whoTakesGzipGetsIt(String accepted) throws Exception {
    var compressed = get(SCRIPT, "Accept-Encoding", accepted);
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "Vary")).contains("Accept-Encoding");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes();
    assertThat(plain).isEqualTo(get(SCRIPT).body()).hasSizeGreaterThan(compressed.body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "br, gzip;q=0.00", "xgzip"})
  void whoDoesNotTakeItGetsThePlainFile(String accepted) throws Exception {
    var plain = get(SCRIPT, "Accept-Encoding", accepted);
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(text(plain)).contains("A script for tests");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/assets", "/assets/", "/../secret", "/assets/..%2fchat.js"})
  void anyOtherPathIsNotFound(String path) throws Exception {
    var answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(text(answer)).contains("not_found");
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
