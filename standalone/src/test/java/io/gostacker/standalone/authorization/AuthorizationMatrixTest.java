package io.gostacker.standalone.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.gateway.frame.ClientFrameType;
import io.gostacker.gateway.socket.SocketEndpoint;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.authorization.Matrix.Row;
import io.gostacker.standalone.authorization.Matrix.Who;
import io.gostacker.standalone.document.OpenApi;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every cell of `authorization.txt` is tried; what is not in it fails. Every answer must be one
/// that the OpenAPI document has.
class AuthorizationMatrixTest {
  private static final Scene.Cast CAST = new Scene.Cast();

  private static final OpenApi OPEN_API = OpenApi.of(CAST.api);

  static List<Row> routes() {
    return Matrix.rows().stream().filter(row -> !row.frame()).toList();
  }

  static List<Row> ofConversations() {
    return routes().stream().filter(Row::ofAConversation).toList();
  }

  static List<Row> frames() {
    return Matrix.rows().stream().filter(Row::frame).toList();
  }

  @Test
  void everyRouteIsInTheMatrix() {
    Set<String> tried =
        routes().stream()
            .map(row -> generic(row.name()))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> served =
        RunningStandalone.routes().stream()
            .map(AuthorizationMatrixTest::generic)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(served).isNotEmpty().isEqualTo(tried);
  }

  /// Variables may have any name, and a query is no part of the route.
  private static String generic(String route) {
    return route.replaceAll("\\?.*", "").replaceAll("\\{[^}]*}", "{}");
  }

  @Test
  void everyFrameIsInTheMatrix() {
    assertThat(frames().stream().map(Row::name))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ClientFrameType.values()).map(ClientFrameType::wireName).toList());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void eachGetsWhatTheMatrixSays(Row row) {
    for (Who who : Who.values()) {
      Scene scene = Scene.prepare(CAST, row.policy());
      Api.Answer answer = call(row, who, scene, scene.group());
      if (!row.name().endsWith(SocketEndpoint.PATH)) {
        OPEN_API.requireHas(row.name(), answer);
      }
      String cell = row.cell(who);
      assertThat(matches(answer, cell))
          .as("%s by %s: %s %s", row, who, answer.status(), answer.response().body())
          .isTrue();
      if (row.name().endsWith("/logout")) {
        CAST.renew(who);
      }
    }
  }

  private static Api.Answer call(Row row, Who who, Scene scene, String conversation) {
    String[] route = scene.filled(row.name(), who, conversation).split(" ", 2);
    @Nullable String body = row.body();
    return CAST.api.call(
        route[0].equals("ANY") ? "GET" : route[0],
        route[1],
        scene.token(who),
        body == null ? null : scene.filled(body, who, conversation));
  }

  /// A cell is a status, or an error code with its status.
  private static boolean matches(Api.Answer answer, String cell) {
    if (cell.matches("\\d+")) {
      boolean refused = answer.status() >= 400;
      return answer.status() == Integer.parseInt(cell)
          && (!refused || answer.json().path("code").asString("").length() > 0);
    }
    ErrorCode code = ErrorCode.valueOf(cell.toUpperCase(Locale.ROOT));
    return answer.status() == code.status()
        && answer.json().path("code").asString("").equals(code.wireName());
  }

  @ParameterizedTest
  @MethodSource("ofConversations")
  void whoIsOutsideGetsWhatAConversationThatDoesNotExistGets(Row row) {
    for (Who who : List.of(Who.STRANGER, Who.FORMER, Who.BANNED)) {
      if (!row.cell(who).equals("404")) {
        continue;
      }
      Scene scene = Scene.prepare(CAST, row.policy());
      Api.Answer answer = call(row, who, scene, scene.group());
      for (String none :
          List.of(Scene.NOTHING, "0", "-1", "abc", "9223372036854775808", "1.0", "%31%00")) {
        Api.Answer nothing = call(row, who, scene, none);
        assertThat(nothing.status()).as("%s with %s", row, none).isEqualTo(404);
        assertThat(nothing.response().body())
            .as("%s by %s", row, who)
            .isEqualTo(answer.response().body());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("frames")
  void eachFrameGetsWhatTheMatrixSays(Row row) {
    for (Who who : Who.values()) {
      Scene scene = Scene.prepare(CAST, row.policy());
      String cell = row.cell(who);
      String body = row.body() == null ? "" : "," + scene.filled(row.body(), who, scene.group());
      boolean user = who != Who.ANONYMOUS && who != Who.SERVER;
      TestSocket socket = TestSocket.dial(CAST.api, user ? scene.token(who) : null);
      String key = scene.token(who);
      if (who == Who.SERVER && row.name().equals("hello") && key != null) {
        body = body.replace("\"none\"", "\"" + key + "\"");
      }
      String fields = "\"type\":\"" + row.name() + "\"" + body;
      if (cell.equals("-")) {
        socket.send("{\"ref\":\"silent\"," + fields + "}");
        socket.ask("\"type\":\"sync\",\"cursors\":{}"); // whatever was to be said has been
        assertThat(socket.frames("error")).as("%s by %s", row, who).isEmpty();
      } else {
        JsonNode answer = socket.ask(fields);
        String type = answer.path("type").asString();
        assertThat(type.equals("error") ? answer.path("code").asString() : type)
            .as("%s by %s", row, who)
            .isEqualTo(cell);
        if (cell.equals("unauthenticated")) {
          assertThat(socket.awaitClose()).isEqualTo(4401);
        }
      }
      socket.close();
    }
  }

  @Test
  void anApiKeyOpensNoSocket() {
    assertThat(CAST.api.call("GET", "/api/v1/ws", RunningStandalone.serverKey(), null).status())
        .isGreaterThanOrEqualTo(400);
  }
}
