package io.gostacker.testkit.backend;

import io.gostacker.embedded.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/// Where this JVM's embedded servers have their files; removed at its end. What test JVMs that were
/// killed have left, running servers included, is removed by the next one.
final class TestFolder {
  private final Cleanup atEnd;
  private final AtomicInteger count = new AtomicInteger();
  private final Path all =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "gostacker-tests-" + System.getProperty("user.name"));
  private final Path mine = all.resolve(Long.toString(ProcessHandle.current().pid()));

  TestFolder(Cleanup atEnd) {
    this.atEnd = atEnd;
  }

  synchronized Path sub(String kind) {
    if (count.getAndIncrement() == 0) {
      removeAbandoned();
      atEnd.add(() -> remove(mine));
    }
    return mine.resolve(kind + "-" + count);
  }

  private void removeAbandoned() {
    try {
      Files.createDirectories(mine);
      try (Stream<Path> folders = Files.list(all)) {
        List<Path> abandoned = folders.filter(TestFolder::isAbandoned).toList();
        abandoned.forEach(TestFolder::remove);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAbandoned(Path folder) {
    String pid = folder.getFileName().toString();
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static void remove(Path folder) {
    Leftovers.stopBelow(folder);
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
