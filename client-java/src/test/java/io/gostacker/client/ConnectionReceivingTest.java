package io.gostacker.client;

import static io.gostacker.client.ScriptedPeer.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConnectionReceivingTest extends ConnectionFixture {

  @Test
  void asksForWhatIsNewerThanItsCursorsAndThenSaysOnline() throws Exception {
    connect(Map.of("7", 3L));
    ScriptedPeer peer = server.nextPeer();
    peer.welcome();
    JsonNode sync = peer.answerSync("[" + part("7", false, 4, 5) + "]");
    assertThat(sync.path("cursors").path("7").asLong()).isEqualTo(3);
    awaitEvent(Event.Online.class);
    assertThat(seqs()).containsExactly(4L, 5L);
  }

  @Test
  void asksAgainWhileTheServerHasMore() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeer();
    peer.welcome();
    peer.answerSync("[" + part("7", true, 1, 2) + "]");
    JsonNode second = peer.answerSync("[" + part("7", false, 3) + "]");
    assertThat(second.path("cursors").path("7").asLong()).isEqualTo(2);
    awaitEvent(Event.Online.class);
    assertThat(seqs()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void ignoresAMessageThatComesAgain() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    for (long seq : new long[] {1, 2, 2, 1, 3}) {
      peer.message("7", seq);
    }
    awaitSeqs(1L, 2L, 3L);
  }

  @Test
  void putsMessagesInOrderWithoutAskingWhenTheMissingOneComes() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    peer.message("7", 2);
    peer.message("7", 1);
    awaitSeqs(1L, 2L);
    assertThat(peer.comes("sync", 300)).isFalse();
  }

  @Test
  void asksForAMissingMessage() throws Exception {
    connect(Map.of("7", 1L));
    ScriptedPeer peer = server.nextPeerOnline();
    peer.message("7", 4);
    JsonNode sync = peer.answerSync("[" + part("7", false, 2, 3, 4) + "]");
    assertThat(sync.path("cursors").path("7").asLong()).isEqualTo(1);
    awaitSeqs(2L, 3L, 4L);
  }

  @Test
  void acceptsAHoleThatSyncShows() throws Exception {
    Connection connection = connect(Map.of("7", 5L));
    ScriptedPeer peer = server.nextPeerOnline();
    peer.message("7", 1_000_006);
    peer.answerSync("[" + part("7", false, 1_000_006) + "]");
    awaitSeqs(1_000_006L);
    peer.message("7", 1_000_007);
    awaitSeqs(1_000_006L, 1_000_007L);
    assertThat(connection.cursors()).containsEntry("7", 1_000_007L);
  }

  @Test
  void aMessageThatSyncDoesNotKnowIsNotWithheldForEver() throws Exception {
    connect(Map.of("7", 1L));
    ScriptedPeer peer = server.nextPeerOnline();
    peer.message("7", 3);
    peer.answerSync("[]");
    awaitSeqs(3L);
  }

  @Test
  void syncsOnResync() throws Exception {
    connect(Map.of("7", 1L));
    ScriptedPeer peer = server.nextPeerOnline();
    peer.say("{\"type\":\"resync\"}");
    peer.answerSync("[" + part("7", false, 2) + "]");
    awaitSeqs(2L);
  }

  @Test
  void asksAgainWhenSyncIsRefusedForNow() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeer();
    peer.welcome();
    JsonNode sync = peer.expect("sync");
    peer.say(
        "{\"type\":\"error\",\"ref\":%s,\"code\":\"unavailable\",\"message\":\"\",\"retryAfterMs\":10}"
            .formatted(sync.get("ref")));
    peer.answerSync("[" + part("7", false, 1) + "]");
    awaitSeqs(1L);
  }

  @Test
  void keepsOrderAndLosesNothingBeyondTheBoundOfWaitingMessages() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeer();
    peer.welcome();
    JsonNode sync = peer.expect("sync");
    long last = Timeline.MOST_WAITING + 50L;
    for (long seq = 2; seq <= last; seq++) {
      peer.message("7", seq);
    }
    peer.say(
        "{\"type\":\"synced\",\"ref\":%s,\"conversations\":[%s]}"
            .formatted(sync.get("ref"), part("7", true, 1)));
    JsonNode second = peer.expect("sync");
    long after = second.path("cursors").path("7").asLong();
    peer.say(
        "{\"type\":\"synced\",\"ref\":%s,\"conversations\":[%s]}"
            .formatted(
                second.get("ref"),
                part("7", false, LongStream.rangeClosed(after + 1, last).toArray())));
    awaitSeqs(LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new));
  }

  @Test
  void takesAMessageInManyFragmentsAndLargerThanAnyBuffer() throws Exception {
    connect(Map.of());
    ScriptedPeer peer = server.nextPeerOnline();
    String text = "ä€😀".repeat(25_000);
    peer.sayInParts(
        """
        {"type":"message","conversationId":"7","seq":1,"senderId":"2","clientMessageId":"m",
         "content":{"type":"text","text":"%s"},"sentAt":"2026-01-02T03:04:05.678Z"}\
        """
            .formatted(text),
        1_000);
    awaitSeqs(1L);
    assertThat(arrived().map(message -> message.content().field("text"))).containsExactly(text);
  }

  @Test
  void tellsOfReceiptsTypingChangesAndConversationsThatAreGone() throws Exception {
    connect(Map.of("7", 1L));
    ScriptedPeer peer = server.nextPeerOnline();
    peer.say(
        "{\"type\":\"receipt\",\"conversationId\":\"7\",\"userId\":\"2\",\"kind\":\"read\",\"seq\":1}");
    peer.say("{\"type\":\"typing\",\"conversationId\":\"7\",\"userId\":\"2\"}");
    peer.say(
        """
        {"type":"conversation","event":"left","conversation":{"conversationId":"7","type":"group",
         "name":"g","ownerId":"2","memberCount":3,"lastSeq":1,"readSeq":1,"unread":0}}\
        """);
    peer.say("{\"type\":\"something-new\",\"x\":[1]}");
    peer.say("{\"type\":\"resync\"}");
    JsonNode sync = peer.expect("sync");
    peer.say(
        "{\"type\":\"synced\",\"ref\":%s,\"conversations\":[],\"gone\":[\"7\"]}"
            .formatted(sync.get("ref")));
    awaitEvent(Event.ConversationGone.class);
    assertThat(events)
        .contains(
            new Event.ReceiptArrived("7", "2", "read", 1),
            new Event.Typing("7", "2"),
            new Event.ConversationGone("7"))
        .anyMatch(Event.ConversationChanged.class::isInstance);
  }
}
