package io.gostacker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbTest {
  private static final BinaryCache BINARIES =
      new BinaryCache(BinaryCache.usualFolder(), line -> {});

  @TempDir Path folder;

  @Test
  void keepsWhatWasCommittedWhenItIsKilled() throws SQLException {
    try (EmbeddedMariaDb database = new EmbeddedMariaDb(new MariaDbOptions(folder), BINARIES)) {
      database.start();
      int port = database.port();
      try (Connection connection = connect(database, database.password())) {
        execute(connection, "CREATE TABLE t (a INT)");
        execute(connection, "INSERT INTO t VALUES (7)");
      }
      database.kill();
      assertThat(database.isRunning()).isFalse();
      database.start();
      assertThat(database.port()).isEqualTo(port);
      try (Connection connection = connect(database, database.password())) {
        assertThat(query(connection, "SELECT a FROM t")).isEqualTo("7");
        assertThat(query(connection, "SELECT @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
        assertThat(query(connection, "SELECT @@log_bin")).isEqualTo("0");
        assertThat(query(connection, "SELECT @@character_set_database")).isEqualTo("utf8mb4");
        assertThat(query(connection, "SELECT COUNT(*) FROM mysql.global_priv")).isEqualTo("1");
      }
      assertThatThrownBy(() -> connect(database, "guess")).hasMessageContaining("Access denied");
    }
  }

  /// Killed while the system tables were made: there is a half-made folder under its temporary name
  /// and no `data`.
  @Test
  void beginsAnewWhenItsFirstStartWasKilledHalfway() throws SQLException, IOException {
    Files.createDirectories(folder.resolve("data.part/mysql"));
    Files.writeString(folder.resolve("data.part/ibdata1"), "half");
    try (EmbeddedMariaDb database = new EmbeddedMariaDb(new MariaDbOptions(folder), BINARIES)) {
      database.start();
      try (Connection connection = connect(database, database.password())) {
        assertThat(query(connection, "SELECT 1")).isEqualTo("1");
      }
      assertThat(folder.resolve("data.part")).doesNotExist();
    }
  }

  private static Connection connect(EmbeddedMariaDb database, String password) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl("app"), EmbeddedMariaDb.USER, password);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
