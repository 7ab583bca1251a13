package io.gostacker.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The jar of a service, taken apart beside itself: so it starts faster, and with an archive of its
/// loaded classes in half the time. The first process of a service writes that archive when it
/// ends.
final class ServiceJar {
  private final Path jar;
  private final Path folder;

  private ServiceJar(Path jar) {
    this.jar = jar;
    this.folder = jar.resolveSibling("app");
  }

  /// @param home the folder that has `apps/`
  /// @throws StartFailure if it has not been built
  static ServiceJar of(Path home, String service) {
    Path jar = home.resolve("apps/" + service + "/target/gostacker-" + service + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new StartFailure(jar + " is missing. Build it: ./mvnw -Dmaven.test.skip package");
    }
    return new ServiceJar(jar);
  }

  /// The words after the JVM's options. Takes the jar apart if that has not been done.
  ///
  /// @param first whether this is the process that writes the archive
  List<String> command(String java, boolean first) {
    try {
      if (!Files.isDirectory(folder)
          || Files.getLastModifiedTime(folder).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        takeApart(java);
      }
    } catch (IOException e) {
      throw new StartFailure(jar + " could not be taken apart: " + e.getMessage());
    }
    List<String> words = new ArrayList<>();
    Path archive = folder.resolve("classes.jsa");
    if (first) {
      words.add("-XX:+AutoCreateSharedArchive");
    }
    if (first || Files.isRegularFile(archive)) {
      words.add("-XX:SharedArchiveFile=" + archive);
      words.add("-Xlog:cds*=off,aot*=off");
    }
    words.add("-jar");
    words.add(folder.resolve(jar.getFileName()).toString());
    return words;
  }

  private void takeApart(String java) throws IOException {
    Path part = folder.resolveSibling("app.part");
    delete(part);
    delete(folder);
    Process process =
        new ProcessBuilder(
                java,
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--destination",
                part.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
    Files.move(part, folder);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
