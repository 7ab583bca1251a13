package io.gostacker.verify.load;

import io.gostacker.client.GoStackerClient;
import io.gostacker.client.History;
import io.gostacker.client.Message;
import io.gostacker.client.ServerApi;
import io.gostacker.client.Session;
import io.gostacker.verify.history.Event;
import io.gostacker.verify.history.HistoryWriter;
import io.gostacker.verify.load.Population.Talk;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// At the end: what the API has of every conversation, what MySQL has, and what the event feed
/// tells.
public final class FinalReads implements AutoCloseable {
  private static final int PAGE = 200;
  private static final int FEED_PAGE = 1_000;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Fleet fleet;
  private final HistoryWriter history;
  private final List<GoStackerClient> clients;
  private long kept;

  /// Where MySQL is.
  public record Database(String url, String user, String password) {}

  public FinalReads(Fleet fleet, HistoryWriter history) {
    this.fleet = fleet;
    this.history = history;
    this.clients = fleet.gateways().stream().map(GoStackerClient::new).toList();
  }

  /// Reads all of it as the owners see it.
  public void throughTheApi() {
    for (int talk = 0; talk < fleet.talks().size(); talk++) {
      read(talk);
    }
  }

  private void read(int talk) {
    Talk read = fleet.talks().get(talk);
    Person owner = fleet.population().people().get(read.members().getFirst());
    List<Session> atEach =
        clients.stream().map(client -> client.adopt(owner.devices().getFirst())).toList();
    long after = 0;
    boolean more = true;
    while (more) {
      Session session = atEach.get((int) (after / PAGE % atEach.size()));
      long from = after;
      History page = Rest.insist(() -> session.historyAfter(read.id(), from, PAGE));
      for (Message message : page.items()) {
        after = message.seq();
        JsonNode content = message.content().json();
        history.write(
            new Event.Kept(talk, after, Texts.content(message.clientMessageId(), content)));
        kept++;
        members(talk, after, content);
      }
      more = page.hasMore();
    }
  }

  private void members(int talk, long seq, JsonNode content) {
    String event =
        content.path("type").asString("").equals("system")
            ? content.path("event").asString("")
            : "";
    for (JsonNode id : content.path("userIds")) {
      int user = fleet.population().user(id.asString(""));
      switch (event) {
        case "joined" -> history.write(new Event.Joined(talk, seq, user));
        case "left", "removed" -> history.write(new Event.Left(talk, seq, user));
        default -> {}
      }
    }
  }

  /// Waits until MySQL has as much, for three minutes, then reads all of it.
  public void ofMySql(Database database) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password())) {
      while (count(connection) < kept && System.nanoTime() < end) {
        Rest.pause(Duration.ofMillis(100));
      }
      for (int talk = 0; talk < fleet.talks().size(); talk++) {
        read(connection, talk);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("MySQL cannot be read", e);
    }
  }

  private long count(Connection connection) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement("SELECT COUNT(*) FROM message WHERE conversation_id = ?")) {
      long all = 0;
      for (Talk talk : fleet.talks()) {
        count.setLong(1, Long.parseLong(talk.id()));
        try (ResultSet rows = count.executeQuery()) {
          rows.next();
          all += rows.getLong(1);
        }
      }
      return all;
    }
  }

  private void read(Connection connection, int talk) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, client_message_id, content FROM message WHERE conversation_id = ?"
                + " ORDER BY seq")) {
      select.setLong(1, Long.parseLong(fleet.talks().get(talk).id()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          JsonNode content =
              Rest.JSON.readTree(new String(rows.getBytes(3), StandardCharsets.UTF_8));
          history.write(
              new Event.Stored(talk, rows.getLong(1), Texts.content(rows.getString(2), content)));
        }
      }
    }
  }

  /// Reads the event feed from its beginning, until it has told of as much or nothing more comes
  /// for three minutes.
  ///
  /// @param key of the server API
  public void ofTheFeed(String key) {
    Map<String, Integer> talks = new HashMap<>();
    for (int talk = 0; talk < fleet.talks().size(); talk++) {
      talks.put(fleet.talks().get(talk).id(), talk);
    }
    String after = "0";
    long told = 0;
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean more = true;
    try (ServerApi api = new ServerApi(fleet.gateways().getFirst(), key)) {
      while ((more || told < kept) && System.nanoTime() < end) {
        String from = after;
        ServerApi.EventPage page = Rest.insist(() -> api.events(from, FEED_PAGE, LOOK));
        for (JsonNode event : page.items()) {
          told += fed(talks, event.path("message")) ? 1 : 0;
        }
        end = page.items().isEmpty() ? end : System.nanoTime() + PATIENCE.toNanos();
        after = page.next();
        more = page.hasMore();
      }
    }
  }

  /// @return whether it is of one of these conversations
  private boolean fed(Map<String, Integer> talks, JsonNode message) {
    Integer talk = talks.get(message.path("conversationId").asString(""));
    if (talk == null) {
      return false;
    }
    String id = message.path("clientMessageId").asString("");
    long content = Texts.content(id, message.path("content"));
    history.write(new Event.Fed(talk, message.path("seq").asLong(), content));
    return true;
  }

  @Override
  public void close() {
    clients.forEach(GoStackerClient::close);
  }
}
