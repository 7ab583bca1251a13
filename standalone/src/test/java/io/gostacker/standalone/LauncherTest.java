package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.embedded.FolderLock;
import io.gostacker.embedded.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  @TempDir Path data;

  @AfterEach
  void stopServers() {
    Leftovers.stopBelow(data);
  }

  @Test
  void helpTellsTheOptions() throws Exception {
    try (StandaloneProcess process = StandaloneProcess.start("--help")) {
      assertThat(process.awaitExit()).isZero();
      assertThat(process.output()).contains("--port N", "--data DIR", "--mysql-url", "--redis-url");
    }
  }

  @Test
  void aWrongOptionIsOneSentenceAndExitCode2() throws Exception {
    try (StandaloneProcess process = StandaloneProcess.start("--prot", "1")) {
      assertThat(process.awaitExit()).isEqualTo(2);
      assertThat(process.output().strip())
          .isEqualTo("There is no option --prot. See ./run --help.");
    }
  }

  @Test
  void aTakenPortIsSaidBeforeAnythingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0);
        StandaloneProcess process = start(Integer.toString(taken.getLocalPort()))) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output().strip())
          .startsWith("Port " + taken.getLocalPort() + " cannot be used")
          .hasLineCount(1);
      assertThat(data.resolve("redis")).doesNotExist();
    }
  }

  @Test
  void aDataFolderInUseNamesTheProcessThatHasIt() throws Exception {
    try (FolderLock lock = FolderLock.take(data);
        StandaloneProcess process = start("0")) {
      assertThat(lock).isNotNull();
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output())
          .startsWith(
              "The folder "
                  + data
                  + " is in use by a running process, pid "
                  + ProcessHandle.current().pid());
    }
  }

  @Test
  void aMySqlThatDoesNotAnswerIsSaidPlainlyAndToldInFullInAFile() throws Exception {
    try (StandaloneProcess process =
        StandaloneProcess.start(
            "--port",
            "0",
            "--data",
            data.toString(),
            "--redis-url",
            "redis://127.0.0.1:1",
            "--mysql-url",
            "jdbc:mysql://127.0.0.1:1/im")) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output())
          .contains("GoStacker did not start: ", "Connection refused", "start-failure.log")
          .doesNotContain("\tat ");
      assertThat(data.resolve("logs/start-failure.log")).content().contains("\tat ");
    }
  }

  @Test
  void aWeakApiKeyStopsTheStartByTheNameOfItsSetting() throws Exception {
    String setting = "--gostacker.server-api.keys=open-sesame";
    try (StandaloneProcess process =
        StandaloneProcess.start("--port", "0", "--data", data.toString(), setting)) {
      assertThat(process.awaitExit()).isEqualTo(1);
      assertThat(process.output())
          .contains("gostacker.server-api.keys[0] must have 32 to 512 characters")
          .doesNotContain("open-sesame");
      assertThat(data.resolve("logs/start-failure.log")).content().doesNotContain("open-sesame");
    }
  }

  @Test
  void keepsItsDataOverAnOrderlyEndAndOverAKillAndLeavesNoServers() throws Exception {
    try (StandaloneProcess first = start("0")) {
      assertThat(status(first.awaitReady())).isEqualTo(404);
      assertThat(first.output()).contains("its API key is in " + data.resolve("server-api-key"));
      assertThat(servers()).hasSize(2);
      first.terminate();
      assertThat(first.awaitExit()).isZero();
      assertThat(servers()).isEmpty();
    }
    String redisPassword = Files.readString(data.resolve("redis/password"));
    String apiKey = Files.readString(data.resolve("server-api-key")).strip();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("server-api-key"))))
        .isEqualTo("rw-------");
    List<ProcessHandle> left;
    try (StandaloneProcess second = start("0")) {
      second.awaitReady();
      second.kill();
      second.awaitExit();
      left = servers();
      assertThat(left).hasSize(2);
    }
    try (StandaloneProcess third = start("0")) {
      third.awaitReady();
      assertThat(left).noneMatch(ProcessHandle::isAlive);
      assertThat(third.output()).doesNotContain(apiKey);
      assertThat(Files.readString(data.resolve("redis/password"))).isEqualTo(redisPassword);
      third.terminate();
      assertThat(third.awaitExit()).isZero();
    }
    assertThat(servers()).isEmpty();
    assertThat(data.resolve("logs/gostacker.log"))
        .content()
        .containsOnlyOnce("Successfully applied")
        .doesNotContain(apiKey);
    assertThat(Files.readString(data.resolve("server-api-key")).strip()).isEqualTo(apiKey);
  }

  private StandaloneProcess start(String port) throws IOException {
    return StandaloneProcess.start("--port", port, "--data", data.toString());
  }

  private static int status(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/nothing-here")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /// The servers below the data folder that run, found by their pid files.
  private List<ProcessHandle> servers() {
    return Stream.of("redis", "mariadb")
        .map(kind -> data.resolve(kind).resolve("server.pid"))
        .filter(Files::exists)
        .flatMap(LauncherTest::process)
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static Stream<ProcessHandle> process(Path pidFile) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
