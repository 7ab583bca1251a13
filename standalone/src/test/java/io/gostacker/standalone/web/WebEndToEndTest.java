package io.gostacker.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gostacker.standalone.RunningStandalone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the tests of `web/e2e` against a running product, over a way that they can cut and join.
class WebEndToEndTest {
  private static final Path NPM = Path.of("../web/npm.sh").toAbsolutePath().normalize();

  @TempDir private Path directory;

  @Test
  void theSdkKeepsItsPromisesAgainstARunningServer() throws Exception {
    try (CuttableRelay relay = new CuttableRelay(RunningStandalone.baseUrl())) {
      HttpServer control =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      control.createContext("/cut", exchange -> answer(exchange, relay::cut));
      control.createContext("/join", exchange -> answer(exchange, relay::join));
      control.start();
      try {
        Path output = directory.resolve("output");
        ProcessBuilder tests =
            new ProcessBuilder(NPM.toString(), "e2e")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        tests.environment().put("NO_COLOR", "1");
        tests.environment().put("GOSTACKER_URL", relay.baseUrl());
        tests
            .environment()
            .put("GOSTACKER_CONTROL", "http://localhost:" + control.getAddress().getPort());
        Process running = tests.start();
        try {
          assertThat(running.waitFor(15, TimeUnit.MINUTES)).isTrue();
        } finally {
          running.destroyForcibly();
        }
        String said = Files.readString(output);
        assertThat(running.exitValue()).as("exit code of npm run e2e: %s", said).isZero();
        assertThat(said).contains("5 passed").doesNotContain("skipped");
      } finally {
        control.stop(0);
      }
    }
  }

  private static void answer(HttpExchange exchange, Runnable action) throws IOException {
    action.run();
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }
}
