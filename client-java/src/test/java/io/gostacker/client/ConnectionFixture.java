package io.gostacker.client;

import static org.awaitility.Awaitility.await;

import io.gostacker.client.ConnectionSettings.Handshake;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/// A logged-in client of a scripted server, and everything that its listener was told.
abstract class ConnectionFixture {
  static final ConnectionSettings QUICK =
      new ConnectionSettings(
          Handshake.HEADER,
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          100);

  final ScriptedServer server = new ScriptedServer();
  final GoStackerClient client = new GoStackerClient(server.address());
  final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  @AfterEach
  void letGo() {
    connections.forEach(Connection::close);
    client.close();
    server.close();
  }

  Session login() {
    return ((Answer.Ok<Session>) client.login("alice", "secret", "d1")).value();
  }

  Connection connect(Map<String, Long> cursors) {
    return connect(cursors, QUICK);
  }

  Connection connect(Map<String, Long> cursors, ConnectionSettings settings) {
    Connection connection = login().connect(cursors, settings, events::add);
    connections.add(connection);
    return connection;
  }

  /// The seqs that the listener had, in the order in which it had them.
  List<Long> seqs() {
    return arrived().map(Message::seq).toList();
  }

  Stream<Message> arrived() {
    return events.stream()
        .filter(Event.MessageArrived.class::isInstance)
        .map(event -> ((Event.MessageArrived) event).message());
  }

  void awaitSeqs(Long... seqs) {
    await().atMost(Duration.ofSeconds(20)).until(this::seqs, List.of(seqs)::equals);
  }

  void awaitEvent(Class<? extends Event> type) {
    await().atMost(Duration.ofSeconds(20)).until(() -> events.stream().anyMatch(type::isInstance));
  }
}
