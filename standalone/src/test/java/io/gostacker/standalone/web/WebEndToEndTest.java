package io.gostacker.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.standalone.suite.RunningSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Runs the tests of `web/e2e` against a running product, over a way that they can cut and join.
class WebEndToEndTest {
  private static final Path NPM = Path.of("../web/npm.sh").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void theSdkKeepsItsPromisesAgainstARunningServer() throws Exception {
    try (CuttableRelay relay = new CuttableRelay(RunningStandalone.baseUrl())) {
      String said = run("e2e", relay, Map.of(), Map.of());
      assertThat(said).contains("5 passed").doesNotContain("skipped");
    }
  }

  /// On a suite, whose gateway dies while people write. Pictures of its views are in
  /// `web/target/screenshots` then.
  @Test
  @EnabledIf(
      value = "io.gostacker.standalone.suite.RunningSuite#isPossible",
      disabledReason = "there is no Consul: dev/consul.sh builds one")
  void theChatKeepsItsPromisesInABrowser() throws Exception {
    Optional<String> chromium = chromium();
    if (chromium.isEmpty()) {
      String message =
          "NOT CHECKED: the web chat in a browser. It needs Chromium (Debian: apt-get install"
              + " chromium; or set CHROMIUM_BIN)";
      System.err.println("\n*** " + message + " ***\n");
      Assumptions.abort(message);
    }
    RunningSuite suite = RunningSuite.shared();
    List<SuiteProcess> gateways = suite.suite().gateways();
    SuiteProcess first = gateways.getFirst();
    String second = RunningSuite.url(gateways.getLast());
    try (CuttableRelay relay = new CuttableRelay(RunningSuite.url(first))) {
      Runnable kill =
          () -> {
            relay.lead(second); // as a load balancer does
            first.kill();
          };
      Map<String, String> more =
          Map.of("GOSTACKER_SUITE", "true", "CHROMIUM_BIN", chromium.orElseThrow());
      String said = run("e2e:chat", relay, Map.of("/kill-gateway", kill), more);
      assertThat(said).contains("17 passed").doesNotContain("skipped");
      said.lines().filter(line -> line.startsWith("frames")).forEach(System.out::println);
    } finally {
      if (!first.isAlive()) {
        first.start();
        first.awaitReady();
        suite.awaitLinked();
      }
    }
  }

  private static Optional<String> chromium() {
    String named = System.getenv("CHROMIUM_BIN");
    return (named == null
            ? Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            : Stream.of(named))
        .filter(program -> Files.isExecutable(Path.of(program)))
        .findFirst();
  }

  /// What the tests said, all of which passed.
  private String run(
      String script,
      CuttableRelay relay,
      Map<String, Runnable> actions,
      Map<String, String> environment)
      throws Exception {
    HttpServer control =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, Runnable> all = new HashMap<>(actions);
    all.put("/cut", relay::cut);
    all.put("/join", relay::join);
    all.forEach((path, action) -> control.createContext(path, it -> answer(it, action)));
    control.start();
    try {
      Path output = directory.resolve("output");
      ProcessBuilder tests =
          new ProcessBuilder(NPM.toString(), script)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      tests.environment().putAll(environment);
      tests.environment().put("NO_COLOR", "1");
      tests.environment().put("GOSTACKER_URL", relay.baseUrl());
      tests
          .environment()
          .put("GOSTACKER_CONTROL", "http://localhost:" + control.getAddress().getPort());
      Process running = tests.start();
      try {
        assertThat(running.waitFor(20, TimeUnit.MINUTES)).isTrue();
      } finally {
        running.destroyForcibly();
      }
      String said = Files.readString(output);
      assertThat(running.exitValue()).as("exit code of npm run %s: %s", script, said).isZero();
      return said;
    } finally {
      control.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, Runnable action) throws IOException {
    action.run();
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
