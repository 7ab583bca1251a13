package io.gostacker.testkit.backend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server on which databases may be created.
final class MySqlServer {
  private static final Pattern URL =
      Pattern.compile("(jdbc:mysql://[^/?]+)(?:/[^?]*)?(?:\\?(.*))?");

  private final String base;
  private final String parameters;
  private final String user;
  private final String password;
  private @Nullable Cleanup dropAtEnd;

  /// @param url `jdbc:mysql://host:port[/ignored][?parameters]`
  MySqlServer(String url, String user, String password) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a jdbc:mysql:// address: " + url);
    }
    this.base = matcher.group(1);
    String given = matcher.group(2);
    String batched = "rewriteBatchedStatements=true";
    this.parameters =
        given == null || given.isEmpty()
            ? batched
            : given.contains(batched) ? given : given + "&" + batched;
    this.user = user;
    this.password = password;
  }

  /// @param url with `user` and `password` among its parameters, or with both given as settings of
  ///   their own
  static MySqlServer given(String url, String setting, Cleanup atEnd) {
    String prefix = setting.substring(0, setting.length() - "URL".length());
    String user =
        Settings.get(prefix + "USER").orElseGet(() -> parameter(url, "user").orElse("root"));
    String password =
        Settings.get(prefix + "PASSWORD").orElseGet(() -> parameter(url, "password").orElse(""));
    MySqlServer server = new MySqlServer(url, user, password);
    server.dropAtEnd = atEnd;
    return server;
  }

  private static Optional<String> parameter(String url, String name) {
    Matcher matcher = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  DatabaseAddress createDatabase(String name) {
    execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    if (dropAtEnd != null) {
      dropAtEnd.add(() -> execute("DROP DATABASE " + name));
    }
    return new DatabaseAddress(base + "/" + name + "?" + parameters, user, password);
  }

  private void execute(String sql) {
    try (Connection connection =
            DriverManager.getConnection(base + "/?" + parameters, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the MySQL of the tests does not " + sql + ": " + e.getMessage(), e);
    }
  }
}
