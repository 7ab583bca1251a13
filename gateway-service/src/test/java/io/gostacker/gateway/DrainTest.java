package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/// The gateway going away.
class DrainTest {

  @Test
  void socketsGetTheirAnswersThenGoodbyeThenClose() {
    TestGateway gateway = TestGateway.start("reconnect-spread=3s", "drain-timeout=8s");
    gateway.send.create(10, 1);
    try (RawSocket busy = gateway.connect(1, "busy");
        RawSocket idle = gateway.connect(2, "idle");
        RawSocket unknown = RawSocket.open(gateway.port)) {
      unknown.upgrade();
      gateway.send.holdReplies = true;
      busy.say(FramesTest.send("10", "last-words", "{\"type\":\"text\",\"text\":\"x\"}", null));
      await().until(() -> gateway.send.commands.size() == 1);

      Thread stopping = Thread.startVirtualThread(gateway::close);
      for (RawSocket socket : new RawSocket[] {idle, unknown}) {
        var goodbye = socket.expect("goodbye");
        assertThat(goodbye.path("reason").asString()).isEqualTo("draining");
        assertThat(goodbye.path("reconnectAfterMs").asLong(-1)).isBetween(0L, 3000L);
        assertThat(socket.expectClose()).isEqualTo(1012);
        socket.expectEnd();
      }
      try (RawSocket late = RawSocket.open(gateway.port)) {
        var refused = late.request("GET /api/v1/ws HTTP/1.1", RawSocket.withUpgrade());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("unavailable");
      }
      busy.expect("goodbye");
      gateway.send.releaseReplies();
      assertThat(busy.expect("sent").path("clientMessageId").asString()).isEqualTo("last-words");
      assertThat(busy.expectClose()).isEqualTo(1012);
      await().until(() -> !stopping.isAlive());
    }
  }
}
