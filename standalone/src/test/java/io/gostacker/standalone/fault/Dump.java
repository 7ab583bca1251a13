package io.gostacker.standalone.fault;

import io.gostacker.testkit.backend.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// All tables of a database as of one moment, as `mysqldump --single-transaction` takes them.
record Dump(List<Table> tables) {

  private record Table(String name, String definition, List<Object[]> rows) {}

  static Dump of(DatabaseAddress database) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      List<String> names = new ArrayList<>();
      try (ResultSet all = statement.executeQuery("SHOW TABLES")) {
        while (all.next()) {
          names.add(all.getString(1));
        }
      }
      List<Table> tables = new ArrayList<>();
      for (String name : names) {
        tables.add(table(name, statement));
      }
      statement.execute("COMMIT");
      return new Dump(tables);
    }
  }

  private static Connection open(DatabaseAddress database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  private static Table table(String name, Statement statement) throws SQLException {
    String definition;
    try (ResultSet found = statement.executeQuery("SHOW CREATE TABLE `" + name + "`")) {
      found.next();
      definition = found.getString(2);
    }
    List<Object[]> rows = new ArrayList<>();
    try (ResultSet all = statement.executeQuery("SELECT * FROM `" + name + "`")) {
      int columns = all.getMetaData().getColumnCount();
      while (all.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = all.getObject(i + 1);
        }
        rows.add(row);
      }
    }
    return new Table(name, definition, rows);
  }

  /// Puts them into an empty database.
  void restoreInto(DatabaseAddress database) throws SQLException {
    try (Connection connection = open(database);
        Statement statement = connection.createStatement()) {
      for (Table table : tables) {
        statement.execute(table.definition());
        if (table.rows().isEmpty()) {
          continue;
        }
        String places = String.join(",", Collections.nCopies(table.rows().getFirst().length, "?"));
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO `" + table.name() + "` VALUES (" + places + ")")) {
          for (Object[] row : table.rows()) {
            for (int i = 0; i < row.length; i++) {
              insert.setObject(i + 1, row[i]);
            }
            insert.addBatch();
          }
          insert.executeBatch();
        }
      }
    }
  }
}
