package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The product as a process of its own, started as `./run` starts it but without rate limits, with
/// what it prints kept in a file.
public final class StandaloneProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern READY = Pattern.compile("Ready: http://localhost:(\\d+)");

  private final Process process;
  private final Path output;

  private StandaloneProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static StandaloneProcess start(String... words) throws IOException {
    Path output = Files.createTempFile("standalone", ".out");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StandaloneApplication.class.getName());
    command.add("--gostacker.rate-limit.enabled=false");
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new StandaloneProcess(process, output);
  }

  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Blocks until it serves, and answers the port.
  public int awaitReady() {
    await("the server to be ready")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(output()).as("exit %s", exit()).containsPattern(READY));
    Matcher matcher = READY.matcher(output());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private String exit() {
    return process.isAlive() ? "none" : Integer.toString(process.exitValue());
  }

  public int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE)).as("ended; printed: %s", output()).isTrue();
    return process.exitValue();
  }

  /// As Ctrl-C or `kill` do.
  public void terminate() {
    process.destroy();
  }

  /// As `kill -9` does.
  public void kill() {
    process.destroyForcibly();
  }

  /// Ends it in order, so that its servers end too.
  @Override
  public void close() throws IOException {
    process.destroy();
    if (!process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join().isAlive()) {
      Files.deleteIfExists(output);
      return;
    }
    process.destroyForcibly().onExit().join();
    throw new AssertionError("did not end in 60 s; its output is kept in " + output);
  }
}
