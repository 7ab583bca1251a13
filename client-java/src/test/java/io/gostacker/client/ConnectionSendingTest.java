package io.gostacker.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.client.SendOutcome.OutboxFull;
import io.gostacker.client.SendOutcome.Refused;
import io.gostacker.client.SendOutcome.Sent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConnectionSendingTest extends ConnectionFixture {

  @Test
  void aSentMessageReachesTheListenerInItsPlaceAmongTheOthers() throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> outcome = connection.send("7", Content.text("mine"));
    JsonNode send = peer.expect("send");
    assertThat(send.path("content").path("text").asString()).isEqualTo("mine");
    peer.sent(send, 2);
    peer.message("7", 1);
    awaitSeqs(1L, 2L);
    assertThat(outcome.get(20, SECONDS))
        .isInstanceOfSatisfying(
            Sent.class,
            s -> {
              assertThat(s.seq()).isEqualTo(2);
            });
    assertThat(connection.pending()).isZero();
  }

  @Test
  void sendsTheSameIdAgainAfterACutWhetherItHadArrivedOrNot() throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> outcome = connection.send("7", Content.text("once"));
    JsonNode first = peer.expect("send");
    peer.cut();
    ScriptedPeer second = server.nextPeer();
    second.welcome();
    second.answerSync("[" + ScriptedPeer.part("7", false, 1) + "]");
    JsonNode again = second.expect("send");
    assertThat(again.get("clientMessageId")).isEqualTo(first.get("clientMessageId"));
    assertThat(again.get("content")).isEqualTo(first.get("content"));
    second.sent(again, 1);
    assertThat(outcome.get(20, SECONDS)).isInstanceOf(Sent.class);
    assertThat(seqs()).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unavailable", "overloaded", "internal", "rate_limited"})
  void goesOnWithTheSameIdWhileTheOutcomeIsOpen(String code) throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> outcome = connection.send("7", Content.text("x"));
    JsonNode first = peer.expect("send");
    peer.refuse(first, code);
    JsonNode again = peer.expect("send");
    assertThat(again.get("clientMessageId")).isEqualTo(first.get("clientMessageId"));
    peer.sent(again, 1);
    assertThat(outcome.get(20, SECONDS)).isInstanceOf(Sent.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not_member", "muted", "blocked", "validation_failed", "forbidden"})
  void givesUpOnAFinalError(String code) throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> outcome = connection.send("7", Content.text("x"));
    peer.refuse(peer.expect("send"), code);
    assertThat(outcome.get(20, SECONDS))
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.code()).isEqualTo(code));
    assertThat(peer.comes("send", 300)).isFalse();
  }

  @Test
  void keepsTheOrderOfAConversationThroughRetries() throws Exception {
    Connection connection = connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> a = connection.send("7", Content.text("a"));
    CompletableFuture<SendOutcome> b = connection.send("7", Content.text("b"));
    CompletableFuture<SendOutcome> other = connection.send("8", Content.text("c"));
    JsonNode first = peer.expect("send");
    peer.refuse(first, "unavailable");
    peer.sent(peer.expect("send"), 1);
    assertThat(other.get(20, SECONDS)).isInstanceOf(Sent.class);
    JsonNode again = peer.expect("send");
    assertThat(again.path("content").path("text").asString()).isEqualTo("a");
    peer.sent(again, 1);
    peer.sent(peer.expect("send"), 2);
    assertThat(a.get(20, SECONDS)).isInstanceOf(Sent.class);
    assertThat(b.get(20, SECONDS)).isInstanceOf(Sent.class);
  }

  @Test
  void anUnansweredMessageIsSentAgainOnTheSameConnection() throws Exception {
    ConnectionSettings impatient =
        new ConnectionSettings(
            QUICK.handshake(),
            QUICK.firstBackoff(),
            QUICK.mostBackoff(),
            Duration.ofMillis(300),
            QUICK.gapGrace(),
            QUICK.outboxLimit());
    Connection connection = connect(Map.of(), impatient);
    ScriptedPeer peer = server.nextPeerOnline();
    CompletableFuture<SendOutcome> outcome = connection.send("7", Content.text("x"));
    JsonNode first = peer.expect("send");
    JsonNode again = peer.expect("send");
    assertThat(again.get("clientMessageId")).isEqualTo(first.get("clientMessageId"));
    peer.sent(again, 1);
    assertThat(outcome.get(20, SECONDS)).isInstanceOf(Sent.class);
  }

  @Test
  void whatIsWrittenOfflineGoesOutOnceWhenTheConnectionComes() throws Exception {
    server.refuseUpgrades(503);
    Connection connection = connect(Map.of());
    awaitEvent(Event.Offline.class);
    connection.send("7", Content.text("a"));
    connection.send("7", Content.text("b"));
    assertThat(connection.awaitSent(Duration.ofMillis(50))).isFalse();
    server.refuseUpgrades(101);
    ScriptedPeer peer = server.nextPeerOnline();
    peer.sent(peer.expect("send"), 1);
    peer.sent(peer.expect("send"), 2);
    assertThat(connection.awaitSent(Duration.ofSeconds(20))).isTrue();
    assertThat(arrived().map(message -> message.content().field("text"))).containsExactly("a", "b");
    assertThat(peer.comes("send", 200)).isFalse();
  }

  @Test
  void refusesMoreThanTheOutboxHolds() throws Exception {
    Connection connection = connect(Map.of());
    server.nextPeerOnline();
    for (int i = 0; i < QUICK.outboxLimit(); i++) {
      connection.send("7", Content.text("x"));
    }
    assertThat(connection.send("7", Content.text("one too many")).get(20, SECONDS))
        .isEqualTo(new OutboxFull());
  }

  @Test
  void refusesAContentThatNoServerTakes() throws Exception {
    Connection connection = connect(Map.of());
    assertThat(connection.send("7", Content.text("x".repeat(17_000))).get(20, SECONDS))
        .isInstanceOf(Refused.class);
    assertThat(connection.pending()).isZero();
  }

  @Test
  void closingLeavesTheOutcomeOpen() throws Exception {
    Connection connection = connect(Map.of());
    server.nextPeerOnline();
    CompletableFuture<SendOutcome> under = connection.send("7", "id-1", Content.text("x"));
    connection.close();
    assertThat(under.get(20, SECONDS)).isEqualTo(new SendOutcome.Open("id-1"));
    assertThat(connection.send("7", "id-2", Content.text("x")).get(20, SECONDS))
        .isEqualTo(new SendOutcome.Open("id-2"));
  }

  @Test
  void readPositionsAreKeptWhileOfflineAndOnlyTheHighestIsTold() throws Exception {
    server.refuseUpgrades(503);
    Connection connection = connect(Map.of());
    awaitEvent(Event.Offline.class);
    connection.read("7", 3);
    connection.read("7", 9);
    connection.read("7", 5);
    server.refuseUpgrades(101);
    ScriptedPeer peer = server.nextPeerOnline();
    assertThat(peer.expect("read").path("seq").asLong()).isEqualTo(9);
    assertThat(peer.comes("read", 200)).isFalse();
  }
}
