package io.gostacker.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.transport.SendPort.HistoryQuery;
import io.gostacker.common.transport.SendPort.SyncQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What gateways and meta may expect of the way to a send instance, whatever it is made of.
public abstract class TransportContract {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String GATEWAY = "gateway-1";

  private final PlayedSend far = new PlayedSend();
  private final List<Delivery> delivered = Collections.synchronizedList(new ArrayList<>());
  private Transport near = new Nothing();

  /// The near side.
  public interface Transport extends AutoCloseable {
    SendPort send();

    RoutePort routes();

    /// Returns when commands get through.
    void start();

    @Override
    void close();
  }

  private static final class Nothing implements Transport {
    @Override
    public SendPort send() {
      throw new IllegalStateException();
    }

    @Override
    public RoutePort routes() {
      throw new IllegalStateException();
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
  }

  /// A transport to that send instance.
  protected abstract Transport to(PlayedSend far);

  @BeforeEach
  final void open() {
    near = to(far);
    near.routes().attach(GATEWAY, delivered::add);
    near.start();
  }

  @AfterEach
  final void close() {
    near.close();
  }

  private CompletableFuture<Reply> submit(Command command) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    near.send().submit(command, reply::complete);
    return reply;
  }

  private static Reply get(CompletableFuture<Reply> reply) {
    try {
      return reply.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Command.SendMessage message(long conversation, int number) {
    return new Command.SendMessage(
        conversation, 7, "phone", "m-" + number, bytes("{\"type\":\"text\"}"), false);
  }

  private static ConversationView view() {
    Message last = new Message(5, 3, 7, "ü😀", bytes("{}"), 1_700_000_000_000L, 2);
    return new ConversationView(
        5,
        ConversationType.GROUP,
        null,
        7,
        12,
        3,
        2,
        1,
        last,
        JoinPolicy.APPROVAL,
        HistoryPolicy.values()[0],
        bytes("{\"a\":1}"),
        1_600_000_000_000L);
  }

  @Test
  void everyCommandArrivesAsItWasSent() {
    List<Command> all =
        List.of(
            message(Long.MAX_VALUE, 1),
            new Command.SendMessage(1, 2, "", "x", new byte[16_384], true),
            new Command.Create(
                1,
                ConversationType.CHANNEL,
                "näme",
                2,
                LongStream.range(1, 100_002).toArray(),
                JoinPolicy.OPEN,
                HistoryPolicy.values()[0],
                bytes("{}"),
                true,
                new long[] {1, 2}),
            new Command.Create(
                1,
                ConversationType.DIRECT,
                null,
                2,
                new long[] {2, 3},
                JoinPolicy.INVITE,
                HistoryPolicy.values()[0],
                null),
            new Command.Ban(1, 2, 3, Long.MAX_VALUE),
            new Command.Block(1, 2, true),
            new Command.AddMembers(1, 2, new long[] {3, 4}),
            new Command.Join(1, 2, false),
            new Command.RemoveMember(1, 2, 3),
            new Command.ChangeConversation(1, 2, "n", null, null),
            new Command.ChangeConversation(1, 2, null, JoinPolicy.OPEN, bytes("{}")),
            new Command.ChangeMember(1, 2, 3, Role.ADMIN, null, null),
            new Command.ChangeMember(1, 2, 3, null, "", 0L),
            new Command.Disband(1, 2),
            new Command.Read(1, 2, "d", 9),
            new Command.Delivered(1, 2, "d", 9),
            new Command.Typing(1, 2, "d"));
    all.forEach(command -> get(submit(command)));
    assertThat(far.commands()).usingRecursiveFieldByFieldElementComparator().isEqualTo(all);
  }

  @Test
  void everyAnswerArrivesAsItWasGiven() {
    List<Reply> all =
        List.of(
            new Reply.Sent(5, 1_000_000_007L, 1_700_000_000_000L, true),
            new Reply.Conversation(view(), true),
            new Reply.MembersAdded(new long[] {1}, new long[] {}, new long[] {2, 3}),
            new Reply.Done(),
            new Reply.Refused(ErrorCode.MUTED, "muted until morgen"));
    for (int i = 0; i < all.size(); i++) {
      Command.Disband asked = new Command.Disband(5, i);
      far.answering(asked, all.get(i));
      assertThat(get(submit(asked))).usingRecursiveComparison().isEqualTo(all.get(i));
    }
  }

  @Test
  void commandsOfOneThreadStayInOrderAndEachIsAnsweredOnce() {
    int count = 20_000;
    List<String> answered = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < count; i++) {
      String id = "m-" + i;
      near.send().submit(message(5, i), reply -> answered.add(id));
    }
    await().atMost(SOON).until(() -> answered.size() >= count);
    assertThat(answered).doesNotHaveDuplicates().hasSize(count);
    assertThat(far.commands().stream().map(each -> ((Command.SendMessage) each).clientMessageId()))
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> "m-" + i).toList());
  }

  @Test
  void pagesArriveAsTheyAre() {
    SendPort.MessagePage messages =
        new SendPort.MessagePage(List.of(new Message(5, 1, 7, "m", new byte[16_384], 5, 0)), true);
    HistoryQuery history = new HistoryQuery(7, 5, -1, 10, 50);
    far.answering(history, messages);
    assertThat(near.send().history(history)).usingRecursiveComparison().isEqualTo(messages);

    SyncQuery sync = new SyncQuery(7, Map.of(5L, 3L, 6L, 0L), 100);
    SendPort.SyncPage synced =
        new SendPort.SyncPage(
            List.of(new SendPort.SyncedConversation(5, 9, 3, messages.items(), false)),
            List.of(6L),
            true);
    far.answering(sync, synced);
    assertThat(near.send().sync(sync)).usingRecursiveComparison().isEqualTo(synced);

    far.answering(List.of("conversation", 7L, 5L), view());
    assertThat(near.send().conversation(7, 5)).usingRecursiveComparison().isEqualTo(view());

    SendPort.ConversationPage conversations =
        new SendPort.ConversationPage(List.of(view(), view()), "next");
    far.answering(List.of("conversations", 7L, 20, "null"), conversations);
    assertThat(near.send().conversations(7, 20, null))
        .usingRecursiveComparison()
        .isEqualTo(conversations);

    SendPort.MemberPage members =
        new SendPort.MemberPage(List.of(new MemberView(7, Role.OWNER, null, 0, 5)), false);
    far.answering(List.of("members", 7L, 5L, 10, 3L), members);
    assertThat(near.send().members(7, 5, 10, 3)).isEqualTo(members);

    SendPort.BanPage bans = new SendPort.BanPage(List.of(new BanView(7, 1, 2, 3)), true);
    far.answering(List.of("bans", 7L, 5L, 10, 3L), bans);
    assertThat(near.send().bans(7, 5, 10, 3)).isEqualTo(bans);
  }

  @Test
  void aRefusedReadIsRefusedInTheSameWords() {
    far.answering(
        new HistoryQuery(7, 5, -1, -1, 50), Refusal.of(ErrorCode.NOT_MEMBER, "No such one"));
    assertThatThrownBy(() -> near.send().history(new HistoryQuery(7, 5, -1, -1, 50)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_MEMBER);
              assertThat(refusal.detail()).isEqualTo("No such one");
            });
    far.answering(
        List.of("conversation", 7L, 5L),
        Refusal.retryAfter(ErrorCode.OVERLOADED, "later", Duration.ofMillis(1_500)));
    assertThatThrownBy(() -> near.send().conversation(7, 5))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(1_500)));
    far.answering(List.of("conversations", 7L, 1, "x"), Refusal.invalid("cursor", "is none"));
    assertThatThrownBy(() -> near.send().conversations(7, 1, "x"))
        .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.errors()).hasSize(1));
  }

  @Test
  void whoIsOnlineIsKnownWhenTheCallReturns() {
    for (long user = 1; user <= 200; user++) {
      near.routes().online(GATEWAY, user);
      assertThat(far.online()).contains(user);
    }
    near.routes().offline(GATEWAY, 7);
    await().atMost(SOON).until(() -> !far.online().contains(7L));
    assertThat(far.online()).hasSize(199);
  }

  @Test
  void framesArriveAsTheyAreAndInOrder() {
    near.routes().online(GATEWAY, 7);
    int count = 5_000;
    for (int seq = 1; seq <= count; seq++) {
      far.deliver(
          new Delivery.Frame(5, seq, bytes("{\"seq\":" + seq + "}"), new long[] {7, 8}, 7, "d"));
    }
    await().atMost(SOON).until(() -> delivered.size() >= count);
    assertThat(delivered).hasSize(count);
    for (int i = 0; i < count; i++) {
      Delivery.Frame frame = (Delivery.Frame) delivered.get(i);
      assertThat(frame.seq()).isEqualTo(i + 1);
      assertThat(frame.frame()).isEqualTo(bytes("{\"seq\":" + (i + 1) + "}"));
      assertThat(frame.recipients()).containsExactly(7, 8);
      assertThat(frame.exceptUserId()).isEqualTo(7);
      assertThat(frame.exceptDeviceId()).isEqualTo("d");
    }
  }

  @Test
  void aGatewayThatIsGoneHasNobodyOnline() {
    near.routes().online(GATEWAY, 7);
    near.routes().detach(GATEWAY);
    await().atMost(SOON).until(() -> far.online().isEmpty());
  }
}
