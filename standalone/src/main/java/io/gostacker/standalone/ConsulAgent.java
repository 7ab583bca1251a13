package io.gostacker.standalone;

import io.gostacker.embedded.Ports;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Consul agent for one machine: in memory, on loopback, on free ports.
public final class ConsulAgent {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path program;
  private final Path data;
  private final Path log;
  private final int port;
  private @Nullable Process process;

  /// @param data a folder of its own
  public ConsulAgent(Path program, Path data, Path log) {
    this.program = program;
    this.data = data;
    this.log = log;
    this.port = Ports.free();
  }

  /// The program: `CONSUL_BIN`, `consul` of the PATH, or what `dev/consul.sh` built.
  public static Optional<Path> find(Map<String, String> environment) {
    return Programs.find("consul", environment);
  }

  public int port() {
    return port;
  }

  /// Blocks until it has a leader: itself.
  public void start() {
    List<String> command =
        List.of(
            program.toString(),
            "agent",
            "-dev",
            "-node=gostacker",
            "-bind=127.0.0.1",
            "-client=127.0.0.1",
            "-data-dir=" + data,
            "-http-port=" + port,
            "-server-port=" + Ports.free(),
            "-serf-lan-port=" + Ports.free(),
            "-serf-wan-port=-1",
            "-grpc-port=-1",
            "-grpc-tls-port=-1",
            "-dns-port=-1",
            "-log-level=warn");
    try {
      Files.createDirectories(data);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException e) {
      throw new StartFailure("Consul could not be started: " + e.getMessage());
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hasLeader()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new StartFailure("Consul did not start; see " + log);
      }
      pause();
    }
  }

  private boolean hasLeader() {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/status/leader"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return HTTP.send(question, HttpResponse.BodyHandlers.ofString()).body().length() > 2;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Ends it; with it goes all that it knew.
  public void stop() {
    Process ending = process;
    if (ending != null) {
      ending.destroyForcibly();
      ending.onExit().join();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted"));
    }
  }
}
