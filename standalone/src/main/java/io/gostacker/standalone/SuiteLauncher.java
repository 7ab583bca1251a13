package io.gostacker.standalone;

import io.gostacker.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts the services as processes of their own, for development; see [Suite].
final class SuiteLauncher {
  private final Options options;
  private final Progress progress;
  private final Running running;

  SuiteLauncher(Options options, Progress progress, Running running) {
    this.options = options;
    this.progress = progress;
    this.running = running;
  }

  /// Returns when all are ready and keeps the JVM alive.
  ///
  /// @param stores settings by which Redis and MySQL are found
  void start(Map<String, Object> stores, ApiKey apiKey) {
    Path logs = makeLogs();
    Path program =
        ConsulAgent.find(System.getenv())
            .orElseThrow(() ->
                new StartFailure(
                    "--suite needs Consul and found none: put it on the PATH, name it in CONSUL_BIN,"
                        + " or build one with dev/consul.sh (which needs Go)."));
    ConsulAgent consul =
        new ConsulAgent(program, options.data().resolve("consul"), logs.resolve("consul.log"));
    progress.say("Starting Consul");
    running.start(consul::start, consul::stop);
    Map<String, Object> settings = new HashMap<>(apiKey.settings());
    settings.putAll(stores);
    options
        .springArguments()
        .forEach(argument -> {
          int equals = argument.indexOf('=');
          settings.put(argument.substring(2, equals), argument.substring(equals + 1));
        });
    Suite suite =
        new Suite(
            new Suite.Parts(
                Path.of(System.getProperty("gostacker.home", "")).toAbsolutePath(),
                options.data(),
                logs,
                options.port(),
                consul.port(),
                settings,
                name -> Place.here(Map.of()),
                secret(),
                List.of()));
    progress.say("Starting two gateways, two send instances, meta and two flushers");
    running.start(suite::start, suite::stop);
    Thread.ofPlatform().name("gostacker-suite").start(SuiteLauncher::stayAlive);
    greet(suite, apiKey, logs);
  }

  private Path makeLogs() {
    try {
      return Files.createDirectories(options.logs());
    } catch (IOException e) {
      throw new StartFailure("The folder " + options.logs() + " cannot be made (" + e + ").");
    }
  }

  private String secret() {
    Path file = options.data().resolve("internal-secret");
    try {
      return PrivateFiles.password(file);
    } catch (IOException e) {
      throw new StartFailure("The secret in " + file + " cannot be read or made (" + e + ").");
    }
  }

  private static void stayAlive() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void greet(Suite suite, ApiKey apiKey, Path logs) {
    String first = "http://localhost:" + suite.gateways().get(0).port();
    String second = "http://localhost:" + suite.gateways().get(1).port();
    progress.say("Ready: " + first + " and " + second);
    progress.tell(
        """

          In a browser    open %s and %s, register two users, chat
          In a terminal   ./run chat --user alice --server %s
          From your app   its API key is in %s
          The data        %s, one log a process in %s
          The end         Ctrl-C
        """
            .formatted(first, second, first, apiKey.file(), options.data(), logs));
  }
}
