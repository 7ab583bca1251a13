package io.gostacker.standalone;

import io.gostacker.embedded.EmbeddedServerException;
import io.gostacker.embedded.FolderLock;
import io.gostacker.embedded.Leftovers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Starts everything in order and ends it in the reverse order when the JVM is told to end: first
/// the services, which drain, then MariaDB and Redis. Exit codes: 0 ended, 1 did not start, 2 wrong
/// command line.
final class Launcher {
  private final Options options;
  private final Progress progress;
  private final Running running;
  private final AtomicInteger exitCode = new AtomicInteger();

  private Launcher(Options options, Progress progress) {
    this.options = options;
    this.progress = progress;
    this.running = new Running(e -> System.err.println("While stopping: " + e));
  }

  /// Returns when the server is ready, which then keeps the JVM alive; exits when something is
  /// wrong.
  static void run(List<String> words) {
    switch (CommandLine.read(words)) {
      case CommandLine.Wish.Help() -> System.out.print(Usage.TEXT);
      case CommandLine.Wish.Mistake(String sentence) -> {
        System.err.println(sentence + " See ./run --help.");
        System.exit(2);
      }
      case CommandLine.Wish.Start(Options options) ->
          new Launcher(options, new Progress(System.out, System.nanoTime())).start();
    }
  }

  private void start() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "gostacker-end"));
    try {
      Preflight preflight = new Preflight(Preflight.USUAL_BYTES);
      FolderLock lock = preflight.takeFolder(options.data());
      running.start(() -> {}, lock::close);
      if (Leftovers.stopBelow(options.data()) > 0) {
        progress.say("Stopped the servers that an earlier run left when it was killed");
      }
      checkPorts(preflight);
      preflight.checkSpace(options.data());
      ApiKey apiKey = ApiKey.of(options.data());
      Map<String, Object> settings = new Stores(options, running, progress).start();
      if (options.suite()) {
        new SuiteLauncher(options, progress, running).start(settings, apiKey);
      } else {
        progress.say("Starting GoStacker");
        greet(startServices(settings, apiKey), apiKey);
      }
    } catch (StartFailure e) {
      fail(String.valueOf(e.getMessage()));
    } catch (EmbeddedServerException e) {
      fail(e.getMessage() + new FailureLog(options.logs()).keep(e));
    } catch (RuntimeException | Error e) {
      fail(
          "GoStacker did not start: "
              + FailureLog.sentence(e)
              + new FailureLog(options.logs()).keep(e));
    }
  }

  private void checkPorts(Preflight preflight) {
    preflight.checkPort(options.port(), "--port");
    if (options.suite() && options.port() != 0) {
      preflight.checkPort(options.port() + 1, "--port (the second gateway has the next)");
    }
    if (options.managementPort() != null) {
      preflight.checkPort(options.managementPort(), "--management-port");
    }
  }

  private ConfigurableApplicationContext startServices(Map<String, Object> stores, ApiKey apiKey) {
    Map<String, Object> settings = new HashMap<>(stores);
    settings.put("gostacker.data", options.data().toString());
    settings.put("server.port", options.port());
    if (options.managementPort() != null) {
      settings.put("management.server.port", options.managementPort());
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("launcher", settings));
    SpringApplication application = new SpringApplication(StandaloneApplication.class);
    application.setEnvironment(environment);
    application.setRegisterShutdownHook(false);
    application.setDefaultProperties(apiKey.settings());
    AtomicReference<@Nullable ConfigurableApplicationContext> context = new AtomicReference<>();
    String[] arguments = options.springArguments().toArray(String[]::new);
    running.start(() -> context.set(application.run(arguments)), () -> close(context.get()));
    return Objects.requireNonNull(context.get());
  }

  private static void close(@Nullable ConfigurableApplicationContext context) {
    if (context != null) {
      context.close();
    }
  }

  private void greet(ConfigurableApplicationContext context, ApiKey apiKey) {
    String port =
        context.getEnvironment().getProperty("local.server.port", Integer.toString(options.port()));
    String address = "http://localhost:" + port;
    String server = port.equals("8080") ? "" : " --server " + address;
    progress.say("Ready: " + address);
    progress.tell(
        """

          In a browser    open %s in two tabs, register two users, chat
          In a terminal   ./run chat --user alice%s
          From your app   %s
          The data        %s (logs in logs/)
          The end         Ctrl-C
        """
            .formatted(address, server, apiKey.whereabouts(context), options.data()));
  }

  private void fail(String message) {
    System.err.println(message);
    exitCode.set(1);
    System.exit(1);
  }

  /// Halts at the end because a JVM that was ended by a signal would not answer 0. Nothing else is
  /// left to be done then.
  private void end() {
    if (exitCode.get() == 0) {
      progress.say("Stopping");
    }
    running.end();
    Runtime.getRuntime().halt(exitCode.get());
  }
}
