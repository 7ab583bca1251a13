package io.gostacker.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the data folder of a new MariaDB, as `mariadb-install-db` does, in one run of the server.
final class SystemTables {
  private static final int PATIENCE_SECONDS = 120;

  private SystemTables() {}

  /// Makes the folder beside its place and renames it when it is complete, so that no half-made one
  /// is ever started.
  static void create(MariaDbProgram program, Path folder, Path data, String user, String password)
      throws IOException {
    Path part = folder.resolve("data.part");
    BinaryCache.deleteTree(part);
    PrivateFiles.makeFolder(part);
    Path log = folder.resolve("install.log");
    Process process =
        new ProcessBuilder(
                program.command(
                    List.of(
                        "--bootstrap",
                        EmbeddedMariaDb.DATA + part,
                        "--tmpdir=" + part,
                        "--skip-log-bin",
                        "--log-warnings=0")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean fed = feed(process, sql(program, user, password));
    if (!endsWell(process) || !fed) {
      throw new EmbeddedServerException(
          "MariaDB could not create its system tables; see " + log + ":\n" + LogTail.of(log));
    }
    Files.move(part, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The server reads a statement up to the end of a line. The users that its script creates have
  /// no password.
  private static String sql(MariaDbProgram program, String user, String password)
      throws IOException {
    return "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\n"
        + program.systemTables()
        + "DELETE FROM proxies_priv;\nDELETE FROM global_priv;\n"
        + ("INSERT INTO global_priv VALUES ('127.0.0.1', '%s', JSON_OBJECT('access', 18446744073709551615,"
                + " 'plugin', 'mysql_native_password', 'authentication_string', PASSWORD('%s')));\n")
            .formatted(user, password);
  }

  private static boolean feed(Process process, String sql) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(sql.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean endsWell(Process process) {
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return false;
    }
  }
}
