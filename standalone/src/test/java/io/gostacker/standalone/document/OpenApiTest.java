package io.gostacker.standalone.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.gateway.socket.SocketEndpoint;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.StandaloneInJvm;
import io.gostacker.standalone.api.Api;
import io.gostacker.testkit.backend.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `/api/v1/openapi.json` says what the code does. Every answer of the authorization matrix is held
/// against it too, there.
class OpenApiTest {
  private final Api api = new Api(RunningStandalone.baseUrl());
  private final OpenApi openApi = OpenApi.of(api);

  @Test
  void everyRouteIsInTheDocumentAndNoOther() {
    Set<String> served =
        RunningStandalone.routes().stream()
            .filter(route -> !route.endsWith(SocketEndpoint.PATH)) // asyncapi.yaml has it
            .map(OpenApi::generic)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented =
        openApi.routes().stream()
            .map(OpenApi::generic)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(served);
  }

  @Test
  void everyErrorCodeIsInTheDocument() {
    List<String> codes = new ArrayList<>();
    openApi
        .document()
        .at("/components/schemas/ErrorCode/enum")
        .forEach(code -> codes.add(code.asString()));
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList());
  }

  @Test
  void everyPointerLeadsSomewhere() {
    List<String> lost = new ArrayList<>();
    follow(openApi.document(), lost);
    assertThat(lost).isEmpty();
  }

  private void follow(JsonNode node, List<String> lost) {
    String pointer = node.path("$ref").asString("");
    if (!pointer.isEmpty() && openApi.document().at(pointer.substring(1)).isMissingNode()) {
      lost.add(pointer);
    }
    node.forEach(child -> follow(child, lost));
  }

  @Test
  void anAnswerThatTheDocumentDoesNotHaveIsNoticed() {
    Api.Answer keys = api.call("GET", "/.well-known/jwks.json", null, null);
    assertThatThrownBy(() -> openApi.requireHas("GET /api/v1/users/me", keys))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> openApi.requireHas("GET /api/v1/nothing", keys))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void thePageToTryItIsThereInTheDevProfileOnly() {
    api.call("GET", "/api/v1/docs", null, null).isProblem(404, "not_found");
    api.call("GET", "/api/v1/docs/swagger-ui.css", null, null).isProblem(404, "not_found");
    EmbeddedRedis redis = Backends.ownRedis();
    try (StandaloneInJvm dev =
        StandaloneInJvm.start(
            redis.url(), Backends.newDatabase(), Map.of("spring.profiles.active", "dev"))) {
      Api devApi = new Api(dev.baseUrl());
      assertThat(devApi.call("GET", "/api/v1/docs", null, null).is(200).response().body())
          .contains("swagger-ui-bundle.js");
      devApi.call("GET", "/api/v1/docs/swagger-ui.css", null, null).is(200);
      devApi.call("GET", "/api/v1/docs/swagger-ui-bundle.js", null, null).is(200);
      devApi.call("GET", "/api/v1/docs/index.html", null, null).is(404);
    } finally {
      redis.kill();
    }
  }
}
