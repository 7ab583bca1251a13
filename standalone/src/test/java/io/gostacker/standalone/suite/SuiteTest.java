package io.gostacker.standalone.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestSocket;
import io.gostacker.standalone.api.TestUser;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Two gateways, two send instances, meta and two flushers, all of them real processes.
@EnabledIf("io.gostacker.standalone.suite.RunningSuite#isPossible")
class SuiteTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static RunningSuite running;
  private static Api first;
  private static Api second;

  @BeforeAll
  static void start() {
    running = RunningSuite.start();
    first = new Api(RunningSuite.url(running.suite().gateways().get(0)));
    second = new Api(RunningSuite.url(running.suite().gateways().get(1)));
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void whoIsAtOneGatewayTalksWithWhoIsAtTheOther() {
    TestUser ann = first.newUser("ann");
    TestUser bob = second.newUser("bob");
    TestSocket bobsSocket = bob.connect();
    String direct = ann.directWith(bob);
    ann.send(direct, "m1", "hello").is(201);
    await().atMost(SOON).until(() -> !bobsSocket.frames("message").isEmpty());
    assertThat(bob.history(direct)).hasSize(1);
  }
}
