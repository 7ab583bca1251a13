package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.client.Answer;
import io.gostacker.client.Broadcast;
import io.gostacker.client.Connection;
import io.gostacker.client.ConnectionSettings;
import io.gostacker.client.Content;
import io.gostacker.client.Conversation;
import io.gostacker.client.Event;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Page;
import io.gostacker.client.SendOutcome;
import io.gostacker.client.ServerApi;
import io.gostacker.client.ServerApi.Account;
import io.gostacker.client.ServerApi.AppUser;
import io.gostacker.client.ServerApi.Device;
import io.gostacker.client.ServerApi.DeviceToken;
import io.gostacker.client.Session;
import io.gostacker.standalone.RunningStandalone;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The back end of an app by the Java client, and its users by the tokens that it was given.
class ServerApiJavaClientTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final URI base = URI.create(RunningStandalone.baseUrl());
  private final ServerApi api = new ServerApi(base, RunningStandalone.serverKey());
  private final GoStackerClient client = new GoStackerClient(base);

  @AfterEach
  void letGo() {
    client.close();
    api.close();
  }

  private static <T> T ok(Answer<T> answer) {
    return ((Answer.Ok<T>) answer).value();
  }

  private List<Account> users(int count) {
    return ok(
        api.users(IntStream.range(0, count).mapToObj(i -> new AppUser(run + "-" + i)).toList()));
  }

  private DeviceToken token(Account account) {
    return ok(api.tokens(List.of(new Device(account.userId(), "d1")), AN_HOUR)).getFirst();
  }

  @Test
  void whatHappensIsReadFromTheFeed() {
    String externalId = users(1).getFirst().externalId();
    String next = "0";
    boolean found = false;
    while (!found) {
      ServerApi.EventPage page = ok(api.events(next, 1_000, Duration.ofSeconds(10)));
      assertThat(page.items()).as("after %s", next).isNotEmpty();
      found =
          page.items().stream()
              .anyMatch(event -> event.path("externalId").asString("").equals(externalId));
      next = page.next();
    }
    assertThat(api.events("x", 1, Duration.ZERO)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void aMessageOfTheBackEndReachesAUserWithAGivenToken() {
    List<Account> users = users(2);
    String alice = users.getFirst().userId();
    Session bob = client.adopt(token(users.getLast()));
    Conversation group = ok(api.group("Lake", alice, List.of(bob.userId())));
    List<Event> heard = new CopyOnWriteArrayList<>();
    try (Connection connection = bob.connect(Map.of(), ConnectionSettings.defaults(), heard::add)) {
      assertThat(connection.pending()).isZero();
      Content hello = Content.text("hello");
      SendOutcome.Sent sent = ok(api.send(group.conversationId(), alice, "m1", hello));
      assertThat(ok(api.send(group.conversationId(), alice, "m1", hello))).isEqualTo(sent);
      await()
          .atMost(PATIENCE)
          .until(() ->
              heard.stream()
                  .anyMatch(event ->
                      event instanceof Event.MessageArrived received
                          && received.message().seq() == sent.seq()));
      ok(api.disconnect(bob.userId(), "d1", "gone"));
      await().atMost(PATIENCE).until(() -> heard.stream().anyMatch(Event.Ended.class::isInstance));
    }
  }

  @Test
  void moreUsersThanOneRequestTakesAreMadeInOrder() {
    List<Account> users = users(1_005);
    assertThat(users)
        .extracting(Account::externalId)
        .containsExactlyElementsOf(IntStream.range(0, 1_005).mapToObj(i -> run + "-" + i).toList());
    assertThat(users(1_005)).isEqualTo(users);
  }

  @Test
  void directConversationsAndChannels() {
    List<Account> users = users(2);
    String alice = users.getFirst().userId();
    String bob = users.getLast().userId();
    Conversation direct = ok(api.direct(alice, bob));
    assertThat(direct.direct()).isTrue();
    assertThat(ok(api.direct(bob, alice)).conversationId()).isEqualTo(direct.conversationId());
    assertThat(ok(api.channel("News", alice, List.of(bob))).type()).isEqualTo("channel");
  }

  @Test
  void oneMessageIsSentToMany() {
    List<String> users = users(5).stream().map(Account::userId).toList();
    String sender = users.getFirst();
    Content hello = Content.text("hello");
    Broadcast begun = ok(api.broadcastToUsers(run + "-some", sender, hello, users, 0));
    assertThat(begun.total()).isEqualTo(4);
    await().atMost(PATIENCE).until(() -> !ok(api.broadcast(run + "-some")).running());
    Broadcast done = ok(api.broadcast(run + "-some"));
    assertThat(done.state()).isEqualTo("done");
    assertThat(done.sent()).isEqualTo(4);
    assertThat(ok(api.broadcasts(200, null)).items()).contains(done);
    Page<Broadcast> first = ok(api.broadcasts(1, null));
    assertThat(first.items()).hasSize(1);

    String channel = ok(api.channel("News", sender, users)).conversationId();
    ok(api.broadcastToConversation(run + "-channel", sender, hello, channel));
    assertThat(ok(api.broadcasts(1, null)).nextCursor()).isNotNull();

    List<String> nobody = IntStream.range(1, 50_000).mapToObj(Integer::toString).toList();
    ok(api.broadcastToUsers(run + "-long", sender, hello, nobody, 1));
    assertThat(ok(api.broadcastRate(run + "-long", 2)).rate()).isEqualTo(2);
    ok(api.cancelBroadcast(run + "-long"));
    assertThat(ok(api.broadcast(run + "-long")).state()).isEqualTo("cancelled");
  }

  @Test
  void aWrongKeyIsRefused() {
    try (ServerApi wrong = new ServerApi(base, "0".repeat(32))) {
      assertThat(wrong.users(List.of(new AppUser("x")))).isInstanceOf(Answer.Refused.class);
    }
  }
}
