package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.StandaloneProcess;
import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// kill -9 of the whole product, with its own Redis and MariaDB, in the middle of a stream of
/// sends.
class KilledProcessTest {
  private static final int SENDS = 2000;
  private static final int ENOUGH = 300;

  @TempDir private Path data;

  @Test
  void everyMessageThatWasAnsweredSentIsInHistoryOnceAfterTheRestart() throws Exception {
    Map<String, Long> acknowledged;
    String username;
    String conversation;
    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      TestUser alice = api.newUser("alice");
      username = alice.username();
      conversation = alice.directWith(api.newUser("bob"));
      TestSocket socket = alice.connect();
      for (int i = 0; i < SENDS; i++) {
        socket.sendText(conversation, "m-" + i, "text " + i);
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> socket.frames().size() > ENOUGH);
      process.kill();
      process.awaitExit();
      acknowledged = seqsById(socket.frames("sent"));
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);

    try (StandaloneProcess process = start()) {
      Api api = new Api("http://localhost:" + process.awaitReady());
      TestUser alice = api.logIn(username, "secret-alice", "device-1");
      List<JsonNode> history = alice.history(conversation);
      assertThat(history.stream().map(message -> message.path("seq").asLong()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size()).boxed().toList());
      assertThat(seqsById(history)).hasSameSizeAs(history).containsAllEntriesOf(acknowledged);

      // What was not answered is sent again under the same ids: all of it stands there once.
      TestSocket socket = alice.connect();
      for (int i = 0; i < SENDS; i++) {
        socket.sendText(conversation, "m-" + i, "text " + i);
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> socket.frames("sent").size() == SENDS);
      assertThat(seqsById(socket.frames("sent"))).containsAllEntriesOf(acknowledged);
      assertThat(seqsById(alice.history(conversation)))
          .hasSize(SENDS)
          .isEqualTo(seqsById(socket.frames("sent")));
    }
  }

  private StandaloneProcess start() throws Exception {
    return StandaloneProcess.start("--port", "0", "--data", data.toString());
  }

  private static Map<String, Long> seqsById(List<JsonNode> messages) {
    return messages.stream()
        .collect(
            Collectors.toMap(
                message -> message.path("clientMessageId").asString(),
                message -> message.path("seq").asLong()));
  }
}
