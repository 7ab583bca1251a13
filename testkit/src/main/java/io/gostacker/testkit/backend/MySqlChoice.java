package io.gostacker.testkit.backend;

import io.gostacker.embedded.EmbeddedMariaDb;
import java.util.Optional;
import org.testcontainers.mysql.MySQLContainer;

/// Which MySQL or MariaDB.
record MySqlChoice(EmbeddedServers embedded, Cleanup atEnd) {
  private static final String SETTING = "GOSTACKER_TEST_MYSQL_URL";
  private static final String IMAGE = "mysql:8.4";
  private static final String ROOT = "root";

  MySqlServer server() {
    Optional<String> given = Settings.get(SETTING);
    if (given.isPresent()) {
      Settings.say("MySQL: given by " + SETTING);
      return MySqlServer.given(given.get(), SETTING, atEnd);
    }
    return inDocker().orElseGet(this::inChildProcess);
  }

  private Optional<MySqlServer> inDocker() {
    return Docker.start(MySqlChoice::container, atEnd)
        .map(container -> {
          Settings.say("MySQL: " + IMAGE + " in Docker");
          return new MySqlServer(container.getJdbcUrl(), ROOT, container.getPassword());
        });
  }

  private static MySQLContainer container() {
    return new MySQLContainer(IMAGE).withUsername(ROOT).withPassword("secret");
  }

  private MySqlServer inChildProcess() {
    Settings.say("MySQL: embedded MariaDB");
    EmbeddedMariaDb database = embedded.startMariaDb();
    return new MySqlServer(database.jdbcUrl(""), EmbeddedMariaDb.USER, database.password());
  }
}
