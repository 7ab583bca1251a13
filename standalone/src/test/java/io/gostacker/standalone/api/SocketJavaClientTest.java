package io.gostacker.standalone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.client.Answer;
import io.gostacker.client.Connection;
import io.gostacker.client.ConnectionSettings;
import io.gostacker.client.Content;
import io.gostacker.client.Event;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Message;
import io.gostacker.client.SendOutcome;
import io.gostacker.client.Session;
import io.gostacker.standalone.RunningStandalone;
import io.gostacker.standalone.web.CuttableRelay;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two Java clients chat through a network that breaks.
class SocketJavaClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EACH = 120;

  private static <T> T ok(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> value;
      case Answer.Refused<T> refused -> throw new AssertionError(refused);
      case Answer.Unreachable<T> unreachable -> throw new AssertionError(unreachable);
    };
  }

  private static Session newSession(GoStackerClient client) {
    String name = "java-" + UUID.randomUUID().toString().substring(0, 8);
    ok(client.register(name, "secret-java", null));
    return ok(client.login(name, "secret-java", "device-1"));
  }

  private static ConnectionSettings settings(ConnectionSettings.Handshake handshake) {
    return new ConnectionSettings(
        handshake,
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        Duration.ofMillis(200),
        1_000);
  }

  @ParameterizedTest
  @EnumSource(ConnectionSettings.Handshake.class)
  void whatWasQueuedGoesOutOnceHoweverOftenTheConnectionIsCut(
      ConnectionSettings.Handshake handshake) {
    try (CuttableRelay relay = new CuttableRelay(RunningStandalone.baseUrl());
        GoStackerClient hers = new GoStackerClient(URI.create(relay.baseUrl()));
        GoStackerClient his = new GoStackerClient(URI.create(relay.baseUrl()))) {
      Session alice = newSession(hers);
      Session bob = newSession(his);
      String chat = ok(alice.direct(bob.userId())).conversationId();
      List<Event> heardByHer = new CopyOnWriteArrayList<>();
      List<Event> heardByHim = new CopyOnWriteArrayList<>();
      try (Connection one = alice.connect(Map.of(), settings(handshake), heardByHer::add);
          Connection two = bob.connect(Map.of(), settings(handshake), heardByHim::add)) {
        await()
            .atMost(PATIENCE)
            .until(() -> heardByHer.stream().anyMatch(Event.Online.class::isInstance));
        List<CompletableFuture<SendOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
          outcomes.add(one.send(chat, Content.text("a-" + i)));
          outcomes.add(two.send(chat, Content.text("b-" + i)));
          if (i % 40 == 15) {
            relay.cut();
          } else if (i % 40 == 30) {
            relay.join();
            int sofar = i;
            await().atMost(PATIENCE).until(() -> messages(heardByHim).size() > sofar);
          }
        }
        relay.join();
        for (CompletableFuture<SendOutcome> outcome : outcomes) {
          assertThat(outcome.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
              .isInstanceOf(SendOutcome.Sent.class);
        }
        for (List<Event> heard : List.of(heardByHer, heardByHim)) {
          await().atMost(PATIENCE).until(() -> messages(heard).size() >= 2 * EACH);
          assertThat(messages(heard))
              .extracting(Message::seq)
              .containsExactlyElementsOf(LongStream.rangeClosed(1, 2 * EACH).boxed().toList());
          for (String prefix : List.of("a-", "b-")) {
            assertThat(messages(heard).stream().map(m -> m.content().field("text")))
                .filteredOn(text -> text.startsWith(prefix))
                .containsExactlyElementsOf(
                    IntStream.range(0, EACH).mapToObj(i -> prefix + i).toList());
          }
        }
      }
    }
  }

  private static List<Message> messages(List<Event> heard) {
    return heard.stream()
        .filter(Event.MessageArrived.class::isInstance)
        .map(event -> ((Event.MessageArrived) event).message())
        .toList();
  }
}
