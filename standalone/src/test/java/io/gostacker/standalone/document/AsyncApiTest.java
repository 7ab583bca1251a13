package io.gostacker.standalone.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.gateway.frame.ClientFrameType;
import io.gostacker.gateway.frame.ServerFrames;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/api/v1/asyncapi.yaml` says what the frames are: what the server says is held against it, and
/// what it refuses the server refuses too.
class AsyncApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Api api = new Api(RunningStandalone.baseUrl());
  private final JsonNode document = load(api);
  private final Schemas schemas = new Schemas(document);

  private static JsonNode load(Api api) {
    String yaml = api.call("GET", "/api/v1/asyncapi.yaml", null, null).is(200).response().body();
    return JSON.valueToTree(new Yaml().load(yaml));
  }

  /// Names of the messages of an operation.
  private List<String> messages(String operation) {
    List<String> names = new ArrayList<>();
    document
        .required("operations")
        .required(operation)
        .required("messages")
        .forEach(pointer -> {
          String text = pointer.required("$ref").asString();
          names.add(text.substring(text.lastIndexOf('/') + 1));
        });
    return names;
  }

  private JsonNode payload(String message) {
    return document.at("/components/messages/" + message + "/payload");
  }

  private String type(String message) {
    return payload(message).at("/properties/type/const").asString();
  }

  @Test
  void theFramesOfClientsAreThoseThatTheGatewayKnows() {
    assertThat(messages("fromClient").stream().map(this::type))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ClientFrameType.values()).map(ClientFrameType::wireName).toList());
  }

  @Test
  void everyErrorCodeIsInTheDocument() {
    List<String> codes = new ArrayList<>();
    document.at("/components/schemas/ErrorCode/enum").forEach(code -> codes.add(code.asString()));
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).toList());
  }

  @Test
  void whatTheServerSaysIsInTheDocument() {
    TestUser ann = api.newUser("ann");
    TestUser bob = api.newUser("bob");
    TestSocket socket = ann.connect();
    TestSocket other = bob.connect();
    String direct = ann.directWith(bob);
    String group = ann.group("Team", bob);
    ann.call("PATCH", "/api/v1/conversations/" + group, "{\"name\":\"Other\",\"ext\":{\"a\":1}}")
        .is(200);
    other.ask(
        "\"type\":\"send\",\"conversationId\":\"%s\",\"clientMessageId\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"x\"}"
            .formatted(direct));
    other.send("{\"type\":\"typing\",\"conversationId\":\"" + direct + "\"}");
    socket.awaitFrame("typing");
    socket.send("{\"type\":\"delivered\",\"conversationId\":\"" + direct + "\",\"seq\":1}");
    socket.send("{\"type\":\"read\",\"conversationId\":\"" + direct + "\",\"seq\":1}");
    other.awaitFrame("receipt");
    socket.ask("\"type\":\"sync\",\"cursors\":{}");
    socket.ask("\"type\":\"ping\"");
    socket.ask("\"type\":\"nonsense\"");
    socket.ask(
        "\"type\":\"send\",\"conversationId\":\"1\",\"clientMessageId\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"x\"}");
    ann.call("DELETE", "/api/v1/conversations/" + group, null).is(204);
    other.awaitFrame(frame -> frame.path("event").asString().equals("disbanded"), "disbanded");
    Set<String> seen = new HashSet<>();
    List<JsonNode> frames = new ArrayList<>(socket.frames());
    frames.addAll(other.frames());
    for (JsonNode frame : frames) {
      seen.add(frame.path("type").asString());
      assertThat(fromServer(frame)).as("%s", frame).isTrue();
    }
    assertThat(seen)
        .contains(
            "welcome",
            "sent",
            "synced",
            "pong",
            "error",
            "message",
            "receipt",
            "typing",
            "conversation");
  }

  /// Whether one of the messages with this type has the frame.
  private boolean fromServer(JsonNode frame) {
    return messages("fromServer").stream()
        .filter(message -> type(message).equals(frame.path("type").asString()))
        .anyMatch(message -> schemas.complaints(payload(message), frame).isEmpty());
  }

  @Test
  void framesThatAreSeldomSaidAreInTheDocumentAsTheCodeWritesThem() {
    for (byte[] written :
        List.of(
            ServerFrames.resync(),
            ServerFrames.goodbye(17),
            ServerFrames.error("r", "m", ErrorCode.RATE_LIMITED, "wait"))) {
      assertThat(fromServer(JSON.readTree(written))).as(new String(written)).isTrue();
    }
  }

  @Test
  void whatTheDocumentRefusesTheServerRefusesToo() {
    TestUser ann = api.newUser("ann");
    String direct = ann.directWith(api.newUser("bob"));
    List<String> good =
        List.of(
            "{\"type\":\"send\",\"ref\":\"r\",\"conversationId\":\"%s\",\"clientMessageId\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}",
            "{\"type\":\"delivered\",\"ref\":\"r\",\"conversationId\":\"%s\",\"seq\":1}",
            "{\"type\":\"read\",\"ref\":\"r\",\"conversationId\":\"%s\",\"seq\":1}",
            "{\"type\":\"sync\",\"ref\":\"r\",\"cursors\":{\"%s\":0},\"limit\":7}",
            "{\"type\":\"typing\",\"ref\":\"r\",\"conversationId\":\"%s\"}",
            "{\"type\":\"ping\",\"ref\":\"r\"}");
    for (String text : good) {
      ObjectNode frame = (ObjectNode) JSON.readTree(text.formatted(direct));
      JsonNode schema = payload(frame.path("type").asString());
      assertThat(schemas.complaints(schema, frame)).as("%s", frame).isEmpty();
      assertThat(refuses(ann, frame)).as("%s", frame).isFalse();
      for (ObjectNode spoilt : spoilt(frame)) {
        assertThat(schemas.complaints(schema, spoilt)).as("%s", spoilt).isNotEmpty();
        assertThat(refuses(ann, spoilt)).as("%s", spoilt).isTrue();
      }
    }
  }

  /// The frame without each member that it needs, and with each of another type.
  private List<ObjectNode> spoilt(ObjectNode frame) {
    List<ObjectNode> spoilt = new ArrayList<>();
    JsonNode schema = payload(frame.path("type").asString());
    for (String name : List.copyOf(frame.propertyNames())) {
      if (name.equals("type")) {
        continue;
      }
      boolean needed =
          schema.path("required").valueStream().anyMatch(n -> n.asString().equals(name));
      if (needed) {
        ObjectNode without = frame.deepCopy();
        without.remove(name);
        spoilt.add(without);
      }
      spoilt.add(frame.deepCopy().put(name, true));
    }
    return spoilt;
  }

  private static boolean refuses(TestUser user, ObjectNode frame) {
    TestSocket socket = user.connect();
    try {
      socket.send(frame.toString());
      socket.ask("\"type\":\"sync\",\"cursors\":{}"); // what was to be said has been
      return !socket.frames("error").isEmpty();
    } finally {
      socket.close();
    }
  }
}
