package io.gostacker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Delivery;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort.HistoryQuery;
import io.gostacker.common.transport.SendPort.MessagePage;
import io.gostacker.testkit.transport.PlayedSend;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A gateway and two send instances, of which one goes away in some way.
class FailoverTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String GATEWAY = "gateway-1";
  private static final int ALL = NearGateway.SHARDS.count();

  private final PlayedSend first = new PlayedSend();
  private final PlayedSend second = new PlayedSend();
  private final List<Delivery> delivered = Collections.synchronizedList(new ArrayList<>());
  private FarInstance firstFar = FarInstance.start(first);
  private final FarInstance secondFar = FarInstance.start(second);
  private final StallingRelay toFirst = StallingRelay.to(firstFar.peer());
  private final NearGateway gateway =
      new NearGateway(Set.of(toFirst.peer(), secondFar.peer()), () -> {});

  @BeforeEach
  void connect() {
    gateway.routes().attach(GATEWAY, delivered::add);
    gateway.start();
    await().atMost(SOON).until(() -> !first.owned().isEmpty() && first.owned().cardinality() < ALL);
    await().atMost(SOON).until(() -> second.owned().cardinality() + owned(first) == ALL);
  }

  private static int owned(PlayedSend send) {
    return send.owned().cardinality();
  }

  @AfterEach
  void close() {
    gateway.close();
    toFirst.close();
    firstFar.close();
    secondFar.close();
  }

  /// A conversation that the first instance is the owner of.
  private long conversationOfTheFirst() {
    BitSet owned = first.owned();
    long id = 1;
    while (!owned.get(NearGateway.SHARDS.of(id))) {
      id++;
    }
    return id;
  }

  private static Command.SendMessage message(long conversation, int number) {
    byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
    return new Command.SendMessage(conversation, 7, "phone", "m-" + number, content, false);
  }

  private CompletableFuture<Reply> submit(Command command) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    gateway.send().submit(command, reply::complete);
    return reply;
  }

  private static Reply get(CompletableFuture<Reply> reply) throws Exception {
    return reply.get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  /// The first instance gets it, answers nothing, and is cut off.
  private void isOpenAfterTheFirstTookIt(Command command) throws Exception {
    first.withhold();
    CompletableFuture<Reply> reply = submit(command);
    await().atMost(SOON).until(() -> !first.commands().isEmpty());
    toFirst.cut();
    assertThat(get(reply))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static List<String> ids(PlayedSend send) {
    return send.commands().stream()
        .map(each -> ((Command.SendMessage) each).clientMessageId())
        .toList();
  }

  private static List<String> numbered(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "m-" + i).toList();
  }

  @Test
  void eachInstanceGetsTheCommandsOfItsShards() throws Exception {
    for (long conversation = 1; conversation <= 200; conversation++) {
      get(submit(message(conversation, 1)));
    }
    BitSet owned = first.owned();
    assertThat(first.commands())
        .isNotEmpty()
        .allMatch(each -> owned.get(NearGateway.SHARDS.of(each.conversationId())));
    assertThat(second.commands())
        .isNotEmpty()
        .noneMatch(each -> owned.get(NearGateway.SHARDS.of(each.conversationId())));
    assertThat(first.commands().size() + second.commands().size()).isEqualTo(200);
  }

  @Test
  void whatADeadInstanceDidNotAnswerGoesToTheOtherFirstAndInOrder() throws Exception {
    long conversation = conversationOfTheFirst();
    first.withhold();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      replies.add(submit(message(conversation, i)));
    }
    await().atMost(SOON).until(() -> first.commands().size() == 500);
    toFirst.cut();
    for (int i = 500; i < 1_000; i++) {
      replies.add(submit(message(conversation, i)));
    }
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(get(reply)).isInstanceOf(Reply.Sent.class);
    }
    assertThat(ids(second)).containsExactlyElementsOf(numbered(0, 1_000));
    assertThat(gateway.counted("gostacker.internal.links.ended")).isEqualTo(1);
    assertThat(gateway.counted("gostacker.internal.commands.repeated")).isGreaterThanOrEqualTo(500);
  }

  @Test
  void aRefusalByAnotherInstanceLeavesTheOutcomeOpenSinceTheFirstMayDecideYet() throws Exception {
    Command.SendMessage message = message(conversationOfTheFirst(), 1);
    Reply.Refused notMember = new Reply.Refused(ErrorCode.NOT_MEMBER, "not now");
    second.refuse(notMember);
    isOpenAfterTheFirstTookIt(message);
    assertThat(ids(second)).containsExactly("m-1");
    assertThat(get(submit(message))).isEqualTo(notMember);
  }

  @Test
  void anInstanceIsToldWhatFollowsAMessageThatItHasNotAnswered() throws Exception {
    long conversation = conversationOfTheFirst();
    get(submit(message(conversation, 0)));
    get(submit(message(conversation, 1)));
    first.withhold();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 2; i < 5; i++) {
      replies.add(submit(message(conversation, i)));
    }
    byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
    replies.add(
        submit(new Command.SendMessage(conversation, 7, "tablet", "other", content, false)));
    await().atMost(SOON).until(() -> first.commands().size() == 6);
    assertThat(first.following()).containsExactly(false, false, false, true, true, false);
    toFirst.cut();
    for (CompletableFuture<Reply> reply : replies) {
      get(reply);
    }
    assertThat(second.following()).containsExactly(false, true, true, false);
  }

  @Test
  void anInstanceThatFallsSilentIsLeftWithinSeconds() throws Exception {
    long conversation = conversationOfTheFirst();
    toFirst.stall();
    long start = System.nanoTime();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(submit(message(conversation, i)));
    }
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(get(reply)).isInstanceOf(Reply.Sent.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(ids(second)).containsExactlyElementsOf(numbered(0, 100));
    await().atMost(SOON).until(() -> owned(second) == ALL);
  }

  @Test
  void aChangeWhoseOutcomeIsOpenIsNotMadeTwice() throws Exception {
    isOpenAfterTheFirstTookIt(new Command.AddMembers(conversationOfTheFirst(), 7, new long[] {8}));
    assertThat(second.commands()).isEmpty();
  }

  @Test
  void whileAnOwnerHasUnansweredCommandsItsSuccessorWaits() throws Exception {
    long conversation = conversationOfTheFirst();
    first.withhold();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      replies.add(submit(message(conversation, i)));
    }
    await().atMost(SOON).until(() -> first.commands().size() == 10);
    firstFar.endpoint().sayGoodbye();
    await().atMost(SOON).until(() -> owned(second) == ALL);
    for (int i = 10; i < 20; i++) {
      replies.add(submit(message(conversation, i)));
    }
    assertThat(second.commands()).isEmpty();
    first.answerAll();
    for (CompletableFuture<Reply> reply : replies) {
      assertThat(get(reply)).isInstanceOf(Reply.Sent.class);
    }
    assertThat(ids(first)).containsExactlyElementsOf(numbered(0, 10));
    assertThat(ids(second)).containsExactlyElementsOf(numbered(10, 20));
  }

  @Test
  void aReadIsAskedOfAnotherInstance() {
    HistoryQuery query = new HistoryQuery(7, conversationOfTheFirst(), -1, -1, 50);
    second.answering(query, new MessagePage(List.of(), false));
    toFirst.stall();
    assertThat(gateway.send().history(query).items()).isEmpty();
  }

  @Test
  void withoutAnyInstanceCommandsAndReadsAreUnavailable() throws Exception {
    toFirst.cut();
    secondFar.close();
    await().atMost(SOON).until(() -> !gateway.links().isUsable());
    assertThat(get(submit(message(5, 1))))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void aCommandWaitsForAnInstanceThatIsAboutToBeFound() throws Exception {
    secondFar.close();
    await().atMost(SOON).until(() -> owned(first) == ALL);
    toFirst.cut();
    await().atMost(SOON).until(() -> !gateway.links().isUsable());
    CompletableFuture<Reply> reply = submit(message(5, 1));
    toFirst.mend();
    assertThat(get(reply)).isInstanceOf(Reply.Sent.class);
  }

  @Test
  void theLastInstanceIsUsedEvenWhileItLeaves() throws Exception {
    secondFar.close();
    await().atMost(SOON).until(() -> owned(first) == ALL);
    firstFar.endpoint().sayGoodbye();
    for (int i = 0; i < 20; i++) {
      assertThat(get(submit(message(5, i)))).isInstanceOf(Reply.Sent.class);
      Thread.sleep(20);
    }
  }

  @Test
  void theOwnersOfAllShardsAreToldAndSocketsSyncWhenOneIsGone() {
    BitSet all = new BitSet();
    all.set(0, ALL);
    toFirst.cut();
    await().atMost(SOON).until(() -> second.owned().equals(all));
    await().atMost(SOON).until(() -> delivered.contains(new Delivery.ResyncAll()));
  }

  @Test
  void anInstanceThatComesBackLearnsWhoIsOnline() {
    for (long user = 1; user <= 50; user++) {
      gateway.routes().online(GATEWAY, user);
    }
    toFirst.cut();
    await().atMost(SOON).until(() -> first.online().isEmpty());
    gateway.routes().online(GATEWAY, 51);
    gateway.routes().offline(GATEWAY, 1);
    toFirst.mend();
    await().atMost(SOON).until(() -> first.online().size() == 50 && owned(first) > 0);
    assertThat(first.online()).contains(51L).doesNotContain(1L);
    assertThat(second.online()).isEqualTo(first.online());
  }

  @Test
  void aGatewayThatReadsTooSlowlyIsToldWhatItMissed() {
    gateway.routes().online(GATEWAY, 7);
    toFirst.stallTowardsTheGateway();
    byte[] frame = new byte[100];
    for (int seq = 1; seq <= 120_000; seq++) {
      first.deliver(new Delivery.Frame(5, seq, frame, new long[] {7}, 0, ""));
    }
    toFirst.mend();
    await().atMost(SOON).until(() -> delivered.contains(new Delivery.ResyncAll()));
  }

  @Test
  void whoDoesNotKnowTheSecretOrHasAnotherRoleIsRefused() {
    NearGateway stranger =
        new NearGateway(
            Set.of(secondFar.peer()), "another-secret-of-thirty-two-characters", () -> {});
    stranger.routes().attach("stranger", delivered::add);
    stranger.links().start();
    await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !stranger.links().isUsable());
    stranger.close();
  }
}
