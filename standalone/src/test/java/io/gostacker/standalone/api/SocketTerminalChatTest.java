package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.client.terminal.TerminalChat;
import io.gostacker.standalone.RunningStandalone;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people chat by `./run chat`, each in a process of its own, through pipes.
class SocketTerminalChatTest {
  private @TempDir Path folder;

  @Test
  void twoTerminalsTalkToEachOther() throws Exception {
    String alice = "term-a-" + UUID.randomUUID().toString().substring(0, 8);
    String bob = "term-b-" + UUID.randomUUID().toString().substring(0, 8);
    try (Terminal his = new Terminal(folder, bob);
        Terminal hers = new Terminal(folder, alice)) {
      his.awaitShown("Logged in as " + bob);
      hers.awaitShown("Logged in as " + alice);
      hers.type("/new " + bob);
      hers.type("hello bob, grüße 😀");
      his.awaitShown(alice);
      his.type("/open " + alice);
      his.awaitShown("hello bob, grüße 😀");
      his.type("hello alice");
      hers.awaitShown("hello alice");
      assertThat(his.end()).isZero();
      assertThat(hers.end()).isZero();
    }
  }

  private static final class Terminal implements AutoCloseable {
    private final Process process;
    private final Path shown;

    Terminal(Path folder, String user) throws IOException {
      shown = folder.resolve(user + ".out");
      process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-Duser.home=" + folder,
                  "-cp",
                  System.getProperty("java.class.path"),
                  TerminalChat.class.getName(),
                  "--user",
                  user,
                  "--password",
                  "secret-terminal",
                  "--register",
                  "--server",
                  RunningStandalone.baseUrl())
              .redirectErrorStream(true)
              .redirectOutput(shown.toFile())
              .start();
    }

    void type(String line) throws IOException {
      OutputStream keyboard = process.getOutputStream();
      keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
    }

    void awaitShown(String text) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(Files.readString(shown)).contains(text));
    }

    /// The end of the input; answers the exit status.
    int end() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
