package io.gostacker.standalone.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// What the message table holds, asked by SQL behind the product's back.
final class StoredMessages {
  private final JdbcClient mySql;

  StoredMessages(JdbcClient mySql) {
    this.mySql = mySql;
  }

  /// Fails unless the table comes to hold exactly the messages of a history, each at its seq.
  void areOf(List<JsonNode> history, String conversation, Duration patience) {
    Map<Long, String> expected = new HashMap<>();
    history.forEach(message ->
        expected.put(message.path("seq").asLong(), message.path("clientMessageId").asString()));
    await()
        .atMost(patience)
        .untilAsserted(() -> assertThat(rowsOf(conversation)).isEqualTo(expected));
  }

  private Map<Long, String> rowsOf(String conversation) {
    Map<Long, String> rows = new HashMap<>();
    mySql
        .sql("SELECT seq, client_message_id FROM message WHERE conversation_id = ?")
        .param(Long.parseLong(conversation))
        .query(row -> {
          rows.put(row.getLong(1), row.getString(2));
        });
    return rows;
  }
}
