package io.gostacker.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// One service of the suite as a process of its own: started, waited for, stopped, killed, halted.
/// What it prints goes to a file. Settings, passwords among them, are handed over in its
/// environment, which only its user can read. Not thread-safe.
public final class SuiteProcess {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(45);

  /// By this a process is known that was left when the launcher was killed.
  static final String MARK = "-Dgostacker.suite=";

  private final String name;
  private final Supplier<List<String>> command;
  private final Map<String, Object> settings;
  private final Map<String, String> environment;
  private final Path log;
  private final Ports ports;
  private @Nullable Process process;

  /// Where a process listens.
  ///
  /// @param host the address of both
  /// @param http where it takes requests of clients; of one without clients the same as `health`
  /// @param health where it answers whether it is ready
  public record Ports(String host, int http, int health) {}

  /// @param name for instance `send-1`
  /// @param command asked at each start
  /// @param environment variables besides the settings
  public SuiteProcess(
      String name,
      Supplier<List<String>> command,
      Map<String, Object> settings,
      Map<String, String> environment,
      Path log,
      Ports ports) {
    this.name = name;
    this.command = command;
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.ports = ports;
  }

  public String name() {
    return name;
  }

  /// The address at which it is reached.
  public String host() {
    return ports.host();
  }

  /// Where it takes HTTP from clients or, of one without clients, for its health.
  public int port() {
    return ports.http();
  }

  /// Where it tells its health and its metrics.
  public int managementPort() {
    return ports.health();
  }

  public Path log() {
    return log;
  }

  /// Starts it and returns at once.
  public void start() {
    ProcessBuilder builder = new ProcessBuilder(command.get());
    builder.environment().put("SPRING_APPLICATION_JSON", JSON.writeValueAsString(settings));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new StartFailure(name + " could not be started: " + e.getMessage());
    }
  }

  /// Blocks until it is ready.
  ///
  /// @throws StartFailure with the place of its log if it ends or is not ready in three minutes
  public void awaitReady() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw new StartFailure(name + " ended while it was starting; see " + log);
      }
      if (System.nanoTime() > deadline) {
        throw new StartFailure(name + " was not ready in time; see " + log);
      }
      pause(200);
    }
  }

  /// Whether it says that it is ready.
  public boolean isReady() {
    HttpRequest question =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s:%d/actuator/health/readiness"
                        .formatted(ports.host(), ports.health())))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Its id while it runs; 0 before it was started.
  public long pid() {
    Process current = process;
    return current == null ? 0 : current.pid();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// Asks it to end and waits; kills it after 45 s.
  public void stop() {
    ask();
    await();
  }

  /// Asks it to end.
  void ask() {
    if (process != null) {
      process.destroy();
    }
  }

  void await() {
    Process ending = process;
    if (ending == null) {
      return;
    }
    try {
      if (!ending.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.destroyForcibly();
    }
  }

  /// As `kill -9` does.
  public void kill() {
    Process killed = process;
    if (killed != null) {
      killed.destroyForcibly();
      killed.onExit().join();
    }
  }

  /// Halts it, or lets it go on, as `kill -STOP` and `kill -CONT` do.
  public void halt(boolean halted) {
    Process addressed = process;
    if (addressed == null) {
      throw new IllegalStateException(name + " was not started");
    }
    String signal = halted ? "-STOP" : "-CONT";
    try {
      new ProcessBuilder("kill", signal, Long.toString(addressed.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What it has printed.
  public String output() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Stopped while it was starting.");
    }
  }
}
