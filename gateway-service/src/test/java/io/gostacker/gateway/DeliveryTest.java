package io.gostacker.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.transport.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Frames from the send service to sockets, and who counts as being here.
class DeliveryTest {
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway =
        TestGateway.start("stall-timeout=1s", "max-devices-per-user=3", "max-chatter=1000000000");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void onlyTheNamedRecipientsGetAFrame() {
    try (RawSocket a1 = gateway.connect(1, "a1");
        RawSocket a2 = gateway.connect(1, "a2");
        RawSocket b = gateway.connect(2, "b");
        RawSocket c = gateway.connect(3, "c")) {
      deliver(new Delivery.Frame(5, 0, bytes("{\"type\":\"x\"}"), new long[] {1, 2, 77}, 1, "a1"));
      a2.expect("x");
      b.expect("x");
      a1.expectNothing();
      c.expectNothing();
    }
  }

  @Test
  void aNewSocketOfADeviceReplacesTheOldAndOutlivesItsEnd() {
    try (RawSocket old = gateway.connect(4, "phone");
        RawSocket now = gateway.connect(4, "phone")) {
      assertThat(old.expectClose()).isEqualTo(4409);
      old.expectEnd();
      deliver(new Delivery.Frame(5, 0, bytes("{\"type\":\"x\"}"), new long[] {4}, 0, ""));
      now.expect("x");
      now.expectNothing();
      assertThat(gateway.send.isOnline(4)).isTrue();
    }
    await().until(() -> !gateway.send.isOnline(4));
    assertThat(gateway.send.routeCalls).filteredOn("online 4"::equals).hasSize(1);
    assertThat(gateway.send.routeCalls).filteredOn("offline 4"::equals).hasSize(1);
  }

  @Test
  void oneDeviceTooManyReplacesTheOldest() {
    List<RawSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sockets.add(gateway.connect(5, "d" + i));
    }
    assertThat(sockets.getFirst().expectClose()).isEqualTo(4409);
    sockets.subList(1, 4).forEach(RawSocket::expectNothing);
    sockets.forEach(RawSocket::close);
  }

  @Test
  void aUserIsOfflineWhenTheLastSocketIsGone() {
    RawSocket first = gateway.connect(6, "a");
    RawSocket second = gateway.connect(6, "b");
    first.close();
    second.expectNothing();
    assertThat(gateway.send.isOnline(6)).isTrue();
    second.close();
    await().until(() -> !gateway.send.isOnline(6));
  }

  @Test
  void manyReconnectsOfOneDeviceEndOnline() {
    for (int i = 0; i < 50; i++) {
      gateway.upgrade(7, "nervous").close();
    }
    try (RawSocket last = gateway.connect(7, "nervous")) {
      deliver(new Delivery.Frame(5, 0, bytes("{\"type\":\"x\"}"), new long[] {7}, 0, ""));
      last.expect("x");
      await().during(Duration.ofMillis(300)).until(() -> gateway.send.isOnline(7));
    }
    await().until(() -> !gateway.send.isOnline(7));
  }

  @Test
  void theEndOfASessionClosesItsSocketsWith4401() {
    try (RawSocket ended = gateway.connect(8, "a");
        RawSocket other = gateway.connect(8, "b")) {
      gateway.sessions().closeSession(8, "s-8-a", "logout");
      assertThat(ended.expectClose()).isEqualTo(4401);
      other.expectNothing();
      gateway.tokens.revoke("s-8-a");
      RawSocket late = RawSocket.open(gateway.port);
      assertThat(
              late.request(
                      "GET /api/v1/ws HTTP/1.1",
                      RawSocket.withUpgrade("Authorization: Bearer " + gateway.tokens.of(8, "a")))
                  .status())
          .isEqualTo(401);
      late.close();
    }
  }

  @Test
  void resyncGoesToTheNamedAndToAll() {
    try (RawSocket a = gateway.connect(9, "a");
        RawSocket b = gateway.connect(10, "b")) {
      deliver(new Delivery.Resync(new long[] {9}));
      a.expect("resync");
      b.expectNothing();
      deliver(new Delivery.ResyncAll());
      a.expect("resync");
      b.expect("resync");
    }
  }

  @Test
  void aMissingMessageIsWaitedForThenTold() {
    try (RawSocket a = gateway.connect(11, "a")) {
      message(100, 1, 11);
      message(100, 3, 11);
      message(100, 2, 11);
      message(100, 2, 11);
      for (int seq = 1; seq <= 3; seq++) {
        assertThat(a.expect("message").path("seq").asInt()).isEqualTo(seq);
      }
      a.expectNothing();
      message(100, 5, 11);
      assertThat(a.expect("message").path("seq").asInt()).isEqualTo(5);
      a.expect("resync");
      a.expectNothing();
    }
  }

  @Test
  void aSlowReaderIsToldToResyncWhenItReadsAgain() {
    try (RawSocket slow = RawSocket.open(gateway.port, 8 * 1024)) {
      slow.upgrade("Authorization: Bearer " + gateway.tokens.of(12, "slow"));
      slow.expect("welcome");
      byte[] frame = bytes("{\"type\":\"x\",\"pad\":\"" + "x".repeat(16_000) + "\"}");
      for (int i = 0; i < 2_000; i++) {
        deliver(new Delivery.Frame(5, 0, frame, new long[] {12}, 0, ""));
      }
      int frames = 0;
      String type = slow.next().path("type").asString();
      while (type.equals("x")) {
        frames++;
        type = slow.next().path("type").asString();
      }
      assertThat(type).isEqualTo("resync");
      assertThat(frames).isBetween(1, 1_999);
      while (true) {
        slow.say("{\"type\":\"ping\"}");
        var next = slow.next();
        if (next.path("type").asString().equals("pong")) {
          break;
        }
      }
      slow.expectNothing();
    }
  }

  @Test
  void aStalledReaderIsCutAndNobodyElseNotices() {
    try (RawSocket stalled = RawSocket.open(gateway.port, 8 * 1024);
        RawSocket other = gateway.connect(14, "fine")) {
      stalled.upgrade("Authorization: Bearer " + gateway.tokens.of(13, "stalled"));
      stalled.expect("welcome");
      byte[] frame = bytes("{\"type\":\"x\",\"pad\":\"" + "x".repeat(16_000) + "\"}");
      for (int i = 0; i < 2_000; i++) {
        deliver(new Delivery.Frame(5, 0, frame, new long[] {13}, 0, ""));
      }
      other.expectNothing();
      await().atMost(Duration.ofSeconds(20)).until(() -> !gateway.send.isOnline(13));
    }
  }

  @Test
  void aClientThatDoesNotReadItsAnswersIsNotReadFrom() {
    gateway.send.create(50, 15);
    try (RawSocket greedy = RawSocket.open(gateway.port, 8 * 1024)) {
      greedy.upgrade("Authorization: Bearer " + gateway.tokens.of(15, "greedy"));
      greedy.expect("welcome");
      Thread flood =
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                greedy.frame(RawSocket.FIN | RawSocket.PING, new byte[125]);
              }
            } catch (java.io.UncheckedIOException e) {
              // closed at last
            }
          });
      await().atMost(Duration.ofSeconds(20)).until(() -> !gateway.send.isOnline(15));
      greedy.close();
      await().until(() -> !flood.isAlive());
    }
  }

  private static void message(long conversationId, long seq, long userId) {
    byte[] frame = bytes("{\"type\":\"message\",\"seq\":" + seq + "}");
    deliver(new Delivery.Frame(conversationId, seq, frame, new long[] {userId}, 0, ""));
  }

  private static void deliver(Delivery delivery) {
    gateway.send.delivery().deliver(delivery);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
