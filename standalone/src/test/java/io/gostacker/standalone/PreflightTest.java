package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.embedded.FolderLock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final Preflight PREFLIGHT = new Preflight(1);

  @TempDir Path folder;

  @Test
  void refusesAPortThatSomebodyListensOnAndTakesItAfterwards() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> PREFLIGHT.checkPort(port, "--port"))
          .isInstanceOf(StartFailure.class)
          .hasMessageStartingWith("Port " + port + " cannot be used")
          .hasMessageContaining("choose another port, for instance --port");
    }
    assertThatCode(() -> PREFLIGHT.checkPort(port, "--port")).doesNotThrowAnyException();
  }

  @Test
  void refusesADiskThatIsNearlyFull() {
    assertThatThrownBy(() -> new Preflight(Long.MAX_VALUE).checkSpace(folder))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("MiB free and at least")
        .hasMessageContaining("--data DIR");
    assertThatCode(() -> PREFLIGHT.checkSpace(folder)).doesNotThrowAnyException();
  }

  @Test
  void makesTheDataFolderForItsOwnerAlone() throws IOException {
    Path data = folder.resolve("a/b");
    try (FolderLock lock = PREFLIGHT.takeFolder(data)) {
      assertThat(lock).isNotNull();
      assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
    }
  }

  @Test
  void refusesAFolderThatCannotBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> PREFLIGHT.takeFolder(file.resolve("data")))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("cannot be made");
  }
}
