package io.gostacker.send;

import static io.gostacker.send.Pipeline.direct;
import static io.gostacker.send.Pipeline.group;
import static io.gostacker.send.Pipeline.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.shardlog.InMemoryShardLog;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort.ConversationPage;
import io.gostacker.common.transport.SendPort.SyncPage;
import io.gostacker.common.transport.SendPort.SyncQuery;
import io.gostacker.testkit.backend.Backends;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the send service promises, on one pipeline. Nothing is flushed here: all answers come from
/// the unflushed tail.
class SendServiceTest {
  private static final long ALICE = 11;
  private static final long BOB = 22;
  private static final long CAROL = 33;
  private static final long CHAT = 1001;
  private static final long GROUP = 1002;

  private final InMemoryShardLog log = new InMemoryShardLog(Clock.systemUTC());
  private final RecordingGateway gateway = new RecordingGateway();
  private final DataSource database = Backends.freshDatabase();
  private Pipeline pipeline = new Pipeline(log, database);

  @BeforeEach
  void attach() {
    pipeline.routes.attach("g1", gateway);
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aDirectConversationBeginsWithItsFirstTextAtSeqOne() {
    assertThat(pipeline.ask(direct(CHAT, ALICE, BOB)))
        .isInstanceOfSatisfying(
            Reply.Conversation.class,
            created -> {
              assertThat(created.existed()).isFalse();
              assertThat(created.view().lastSeq()).isZero();
            });
    assertThat(pipeline.ask(direct(CHAT, ALICE, BOB)))
        .isInstanceOfSatisfying(
            Reply.Conversation.class, again -> assertThat(again.existed()).isTrue());
    assertThat(pipeline.ask(text(CHAT, ALICE, "a")))
        .isInstanceOfSatisfying(Reply.Sent.class, sent -> assertThat(sent.seq()).isEqualTo(1));
  }

  @Test
  void twentyParallelRepeatsGetOneSeqAndOneDelivery() {
    pipeline.routes.online("g1", BOB);
    pipeline.ask(direct(CHAT, ALICE, BOB));
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, 20).mapToObj(i -> pipeline.submit(text(CHAT, ALICE, "same"))).toList();
    assertThat(replies.stream().map(CompletableFuture::join).map(Reply.Sent.class::cast))
        .allMatch(sent -> sent.seq() == 1)
        .filteredOn(sent -> !sent.repeated())
        .hasSize(1);
    assertThat(pipeline.messages(BOB, CHAT)).hasSize(1);
    assertThat(gateway.seqsFor(BOB)).containsExactly(1L);
  }

  @Test
  void threeConcurrentSendersKeepTheirOwnOrderAndShareDenseSeqs() {
    pipeline.routes.online("g1", CAROL);
    pipeline.ask(group(GROUP, ALICE, ALICE, BOB, CAROL));
    List<Thread> senders = new ArrayList<>();
    for (long sender : new long[] {ALICE, BOB, CAROL}) {
      senders.add(
          Thread.startVirtualThread(() ->
              IntStream.range(0, 100)
                  .mapToObj(i -> pipeline.submit(text(GROUP, sender, sender + "-" + i)))
                  .toList()
                  .forEach(CompletableFuture::join)));
    }
    senders.forEach(SendServiceTest::join);
    List<Message> messages = pipeline.messages(ALICE, GROUP);
    assertThat(messages.stream().map(Message::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 301).boxed().toList());
    for (long sender : new long[] {ALICE, BOB, CAROL}) {
      assertThat(
              messages.stream()
                  .filter(message -> message.clientMessageId().startsWith(sender + "-"))
                  .map(Message::clientMessageId))
          .containsExactlyElementsOf(
              IntStream.range(0, 100).mapToObj(i -> sender + "-" + i).toList());
    }
    assertThat(gateway.seqsFor(CAROL))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 301).boxed().toList());
  }

  @Test
  void aStrangerGetsWhatOneGetsForAConversationThatDoesNotExist() {
    pipeline.ask(direct(CHAT, ALICE, BOB));
    Reply toStranger = pipeline.ask(text(CHAT, CAROL, "x"));
    Reply toNowhere = pipeline.ask(text(4711, CAROL, "x"));
    assertThat(toStranger).isEqualTo(toNowhere);
    assertThat(toStranger)
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_MEMBER));
    assertThatThrownBy(() -> pipeline.messages(CAROL, CHAT)).isInstanceOf(Refusal.class);
  }

  @Test
  void nothingReachesAMemberAfterTheRemoval() {
    pipeline.routes.online("g1", CAROL);
    pipeline.ask(group(GROUP, ALICE, ALICE, BOB, CAROL));
    pipeline.ask(text(GROUP, ALICE, "before"));
    CompletableFuture<Reply> removal =
        pipeline.submit(new Command.RemoveMember(GROUP, ALICE, CAROL));
    List<CompletableFuture<Reply>> after =
        IntStream.range(0, 50)
            .mapToObj(i -> pipeline.submit(text(GROUP, BOB, "after-" + i)))
            .toList();
    assertThat(removal.join()).isEqualTo(new Reply.Done());
    after.forEach(CompletableFuture::join);
    assertThat(gateway.seqsFor(CAROL)).containsExactly(1L, 2L);
    assertThat(gateway.framesFor(CAROL)).last().asString().contains("\"event\":\"left\"");
    assertThatThrownBy(() -> pipeline.messages(CAROL, GROUP)).isInstanceOf(Refusal.class);
  }

  @Test
  void whoJoinsLaterSeesWhatComesAfterJoining() {
    pipeline.ask(group(GROUP, ALICE, ALICE, BOB));
    pipeline.ask(text(GROUP, ALICE, "before"));
    pipeline.ask(new Command.AddMembers(GROUP, ALICE, new long[] {CAROL}));
    pipeline.ask(text(GROUP, ALICE, "after"));
    assertThat(pipeline.messages(CAROL, GROUP).stream().map(Message::seq)).containsExactly(3L, 4L);
    assertThat(pipeline.messages(BOB, GROUP)).hasSize(4);
  }

  @Test
  void syncShowsWhatIsNewAndWhatIsGone() {
    pipeline.ask(direct(CHAT, ALICE, BOB));
    pipeline.ask(group(GROUP, ALICE, ALICE, BOB));
    pipeline.ask(text(CHAT, ALICE, "a"));
    pipeline.ask(text(CHAT, ALICE, "b"));
    SyncPage page =
        pipeline.service.sync(new SyncQuery(BOB, Map.of(CHAT, 1L, GROUP, 1L, 4711L, 5L), 50));
    assertThat(page.conversations()).hasSize(1);
    assertThat(page.conversations().getFirst().conversationId()).isEqualTo(CHAT);
    assertThat(page.conversations().getFirst().messages().stream().map(Message::seq))
        .containsExactly(2L);
    assertThat(page.gone()).containsExactly(4711L);
    assertThat(page.more()).isFalse();

    pipeline.ask(new Command.RemoveMember(GROUP, ALICE, BOB));
    assertThat(pipeline.service.sync(new SyncQuery(BOB, Map.of(CHAT, 2L, GROUP, 1L), 50)).gone())
        .containsExactly(GROUP);
  }

  @Test
  void syncInSmallBitesShowsEverythingOnce() {
    pipeline.ask(direct(CHAT, ALICE, BOB));
    for (int i = 0; i < 7; i++) {
      pipeline.ask(text(CHAT, ALICE, "m" + i));
    }
    List<Long> seen = new ArrayList<>();
    SyncPage page;
    do {
      long cursor = seen.isEmpty() ? 0 : seen.getLast();
      page = pipeline.service.sync(new SyncQuery(BOB, Map.of(CHAT, cursor), 3));
      page.conversations()
          .forEach(news -> news.messages().forEach(message -> seen.add(message.seq())));
    } while (page.more());
    assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void conversationsComeMostRecentFirstInPages() {
    for (long id = 1; id <= 5; id++) {
      pipeline.ask(direct(CHAT + id, ALICE, BOB + id));
    }
    long created = System.currentTimeMillis();
    while (System.currentTimeMillis() <= created) {
      Thread.onSpinWait();
    }
    pipeline.ask(text(CHAT + 2, ALICE, "x"));
    ConversationPage first = pipeline.service.conversations(ALICE, 2, null);
    ConversationPage second = pipeline.service.conversations(ALICE, 2, first.nextCursor());
    ConversationPage third = pipeline.service.conversations(ALICE, 2, second.nextCursor());
    assertThat(first.items().getFirst().conversationId()).isEqualTo(CHAT + 2);
    assertThat(third.nextCursor()).isNull();
    assertThat(
            java.util.stream.Stream.of(first, second, third)
                .flatMap(page -> page.items().stream())
                .map(view -> view.conversationId()))
        .doesNotHaveDuplicates()
        .hasSize(5);
    assertThatThrownBy(() -> pipeline.service.conversations(ALICE, 2, "elsewhere"))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void receiptsGoToTheOtherOfADirectConversation() {
    pipeline.routes.online("g1", ALICE);
    pipeline.ask(direct(CHAT, ALICE, BOB));
    pipeline.ask(text(CHAT, ALICE, "x"));
    pipeline.ask(new Command.Delivered(CHAT, BOB, "d", 1));
    pipeline.ask(new Command.Read(CHAT, BOB, "d", 1));
    assertThat(gateway.framesFor(ALICE).stream().filter(frame -> frame.contains("receipt")))
        .containsExactly(
            "{\"type\":\"receipt\",\"conversationId\":\"1001\",\"userId\":\"22\",\"kind\":\"delivered\",\"seq\":1}",
            "{\"type\":\"receipt\",\"conversationId\":\"1001\",\"userId\":\"22\",\"kind\":\"read\",\"seq\":1}");
    assertThat(pipeline.service.conversation(BOB, CHAT).unread()).isZero();
  }

  @Test
  void everythingIsThereAfterARestartThatFindsOnlyTheLog() {
    pipeline.ask(group(GROUP, ALICE, ALICE, BOB));
    pipeline.ask(text(GROUP, ALICE, "a"));
    Reply.Sent sent = (Reply.Sent) pipeline.ask(text(GROUP, BOB, "b"));
    pipeline.close();
    pipeline = new Pipeline(log, database);
    assertThat(pipeline.messages(BOB, GROUP).stream().map(Message::seq))
        .containsExactly(1L, 2L, 3L);
    assertThat(pipeline.ask(text(GROUP, BOB, "b")))
        .isEqualTo(new Reply.Sent(GROUP, 3, sent.sentAt(), true));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
