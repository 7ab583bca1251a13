package io.gostacker.testkit.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.embedded.EmbeddedMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class MySqlServerTest {
  private static final String SETTING = "GOSTACKER_TEST_NOTHING_URL";

  @Test
  void aGivenAddressMayNameADatabaseUserAndPassword() throws SQLException {
    EmbeddedMariaDb mariaDb = Backends.ownMariaDb();
    String url =
        "jdbc:mysql://127.0.0.1:%d/mysql?user=%s&password=%s&sslMode=DISABLED"
            .formatted(mariaDb.port(), EmbeddedMariaDb.USER, mariaDb.password());
    DatabaseAddress address =
        MySqlServer.given(url, SETTING, new Cleanup()).createDatabase("given_one");
    assertThat(address.user()).isEqualTo(EmbeddedMariaDb.USER);
    assertThat(address.url()).contains("/given_one?").contains("rewriteBatchedStatements=true");
    try (Connection connection =
        DriverManager.getConnection(address.url(), address.user(), address.password())) {
      assertThat(connection.getCatalog()).isEqualTo("given_one");
    }
  }

  @Test
  void anotherKindOfAddressIsRefused() {
    assertThatThrownBy(() -> new MySqlServer("jdbc:postgresql://x/y", "u", "p"))
        .hasMessageContaining("not a jdbc:mysql:// address");
  }
}
