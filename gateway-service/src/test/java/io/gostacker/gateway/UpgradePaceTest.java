package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// More sockets come than are to be taken in at once.
class UpgradePaceTest {
  private static final int PER_SECOND = 5;

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start(
            "gostacker.rate-limit.enabled=true",
            "gostacker.rate-limit.connects-per-second=" + PER_SECOND);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void whoComesInACrowdWaitsForATurnOrIsToldToComeLater() {
    int crowd = 100;
    List<RawSocket> sockets = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < crowd; i++) {
      RawSocket socket = RawSocket.open(gateway.port);
      sockets.add(socket);
      String token = "Authorization: Bearer " + gateway.tokens.of(i + 1, "phone");
      socket.write(RawSocket.head("GET /api/v1/ws HTTP/1.1", RawSocket.withUpgrade(token)));
    }
    int welcomed = 0;
    for (RawSocket socket : sockets) {
      var response = socket.readResponse();
      if (response.status() == 101) {
        welcomed++;
        socket.expect("welcome");
        socket.expectNothing();
      } else {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.code()).isEqualTo("overloaded");
        socket.expectEnd();
      }
      socket.close();
    }
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
    assertThat(welcomed).isGreaterThanOrEqualTo(PER_SECOND * 4);
    assertThat((double) welcomed)
        .as("taken in within %s s", seconds)
        .isLessThanOrEqualTo(PER_SECOND * (seconds + 1) + 1);

    try (RawSocket late = RawSocket.open(gateway.port)) {
      assertThat(late.request("GET /plain HTTP/1.1").status()).isEqualTo(200);
    }
  }
}
