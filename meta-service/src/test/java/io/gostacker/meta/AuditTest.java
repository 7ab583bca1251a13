package io.gostacker.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.meta.RestClient.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the app's back end does is written down.
class AuditTest {
  private final MetaServer server = MetaServer.shared();
  private final RestClient app = server.client().bearing(MetaServer.SERVER_KEY);

  @Test
  void everyActOnAUserLeavesARow() {
    User ann = server.client().user("ann");
    String user = "/api/v1/server/users/" + ann.userId();
    assertThat(app.call("PUT", user + "/ban", "{\"reason\":\"spam\"}").status()).isEqualTo(204);
    assertThat(app.delete(user + "/ban").status()).isEqualTo(204);
    assertThat(app.post(user + "/disconnect", "").status()).isEqualTo(204);
    assertThat(app.call("PUT", user + "/ban", "{\"until\":\"nonsense\"}").status()).isEqualTo(422);

    assertThat(rowsOf(ann.userId()))
        .containsExactly("user.ban spam", "user.unban ", "user.disconnect ");
  }

  private List<String> rowsOf(String subject) {
    return server
        .bean(JdbcClient.class)
        .sql("SELECT act, detail, actor FROM audit WHERE subject = ? ORDER BY id")
        .param(subject)
        .query((row, number) -> {
          assertThat(row.getString("actor")).isNotBlank().isNotEqualTo(MetaServer.SERVER_KEY);
          return row.getString("act") + " " + row.getString("detail");
        })
        .list();
  }
}
