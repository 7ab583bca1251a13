package io.gostacker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.client.ConnectionSettings.Handshake;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConnectionLifeTest extends ConnectionFixture {

  @Test
  void bearsTheTokenInTheUpgrade() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    assertThat(peer.headers).containsEntry("authorization", "Bearer access-1");
  }

  @Test
  void bearsTheTokenInAHello() throws Exception {
    connect(
        Map.of(),
        new ConnectionSettings(
            Handshake.HELLO,
            QUICK.firstBackoff(),
            QUICK.mostBackoff(),
            QUICK.answerTimeout(),
            QUICK.gapGrace(),
            QUICK.outboxLimit()));
    ScriptedPeer peer = server.nextPeer();
    assertThat(peer.headers).doesNotContainKey("authorization");
    JsonNode hello = peer.expect("hello");
    assertThat(hello.path("token").asString()).isEqualTo("access-1");
    assertThat(hello.path("deviceId").asString()).isEqualTo("d1");
    peer.welcome();
    peer.answerSync("[]");
    awaitEvent(Event.Online.class);
  }

  @Test
  void comesBackAfterACutFromWhereItWas() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    peer.message("7", 1);
    awaitSeqs(1L);
    peer.cut();
    ScriptedPeer second = server.nextPeer();
    second.welcome();
    JsonNode sync = second.answerSync("[" + ScriptedPeer.part("7", false, 2) + "]");
    assertThat(sync.path("cursors").path("7").asLong()).isEqualTo(1);
    awaitSeqs(1L, 2L);
    assertThat(events.stream().filter(Event.Online.class::isInstance)).hasSize(2);
    assertThat(events).anyMatch(Event.Offline.class::isInstance);
  }

  @Test
  void goodbyeHoldsBackSendsAndComesBackAfterTheTimeThatWasAsked() throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    long from = System.nanoTime();
    peer.say("{\"type\":\"goodbye\",\"reason\":\"draining\",\"reconnectAfterMs\":700}");
    peer.message("7", 1);
    awaitSeqs(1L);
    connection.send("8", Content.text("later"));
    assertThat(peer.comes("send", 200)).isFalse();
    peer.close(1012, "draining");
    ScriptedPeer second = server.nextPeerOnline();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(690));
    second.sent(second.expect("send"), 1);
    assertThat(connection.awaitSent(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void leavesByItselfWhenTheServerSaidGoodbyeAndDoesNotClose() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    peer.say("{\"type\":\"goodbye\",\"reason\":\"draining\",\"reconnectAfterMs\":100}");
    server.nextPeerOnline();
  }

  @Test
  void endsWhenReplacedByTheSameDevice() throws Exception {
    connect(Map.of());
    server.nextPeerOnline().close(4409, "replaced");
    awaitEvent(Event.Ended.class);
    assertThat(server.connectsWithin(500)).isFalse();
  }

  @Test
  void renewsItsTokenOnceWhenTheSocketIsClosedAsUnauthenticated() throws Exception {
    connect(Map.of());
    server.nextPeer().close(4401, "expired");
    ScriptedPeer second = server.nextPeer();
    assertThat(second.headers).containsEntry("authorization", "Bearer access-2");
    second.close(4401, "revoked");
    awaitEvent(Event.Ended.class);
    assertThat(server.connectsWithin(500)).isFalse();
  }

  @Test
  void endsWhenTheTokenCannotBeRenewed() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    server.answer(
        "POST /api/v1/auth/refresh",
        401,
        "{\"code\":\"unauthenticated\",\"detail\":\"logged out\"}");
    peer.close(4401, "logged out");
    awaitEvent(Event.Ended.class);
  }

  @Test
  void renewsItsTokenWhenTheUpgradeIsRefused() throws Exception {
    server.refuseUpgrades(401);
    connect(Map.of());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            server.requests.stream().anyMatch(r -> r.startsWith("POST /api/v1/auth/refresh")));
    server.refuseUpgrades(101);
    server.nextPeerOnline();
  }

  @Test
  void pingsWithinTheHeartbeatAndLeavesAServerThatIsSilent() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeer();
    peer.welcome(1);
    peer.answerSync("[]");
    peer.expect("ping");
    server.nextPeerOnline();
    assertThat(events)
        .anyMatch(event -> event instanceof Event.Offline o && o.reason().contains("heard"));
  }

  @Test
  void leavesAServerThatDoesNotWelcomeIt() throws Exception {
    connect(
        Map.of(),
        new ConnectionSettings(
            QUICK.handshake(),
            QUICK.firstBackoff(),
            QUICK.mostBackoff(),
            Duration.ofMillis(300),
            QUICK.gapGrace(),
            QUICK.outboxLimit()));
    server.nextPeer();
    server.nextPeer();
  }

  @Test
  void aListenerThatFailsDoesNotStopTheConnection() throws Exception {
    try (Connection connection =
        login()
            .connect(
                Map.of(),
                QUICK,
                event -> {
                  events.add(event);
                  throw new IllegalStateException("listener");
                })) {
      ScriptedPeer peer = server.nextPeerOnline();
      peer.message("7", 1);
      peer.message("7", 2);
      awaitSeqs(1L, 2L);
      assertThat(connection.cursors()).containsEntry("7", 2L);
    }
  }
}
