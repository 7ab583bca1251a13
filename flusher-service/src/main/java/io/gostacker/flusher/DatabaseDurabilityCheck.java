package io.gostacker.flusher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/// Whether a MySQL keeps what it has committed. What it forgets after a power failure would be
/// lost: the log is trimmed after COMMIT.
final class DatabaseDurabilityCheck {

  private DatabaseDurabilityCheck() {}

  /// Asks the server.
  ///
  /// @throws UnfitDatabaseException naming what must be set
  static void require(JdbcTemplate jdbc) {
    Map<String, Object> settings =
        jdbc.queryForMap(
            """
            SELECT @@innodb_flush_log_at_trx_commit AS flush_log, @@log_bin AS log_bin,
                   @@sync_binlog AS sync_binlog
            """);
    List<String> complaints = new ArrayList<>();
    if (number(settings, "flush_log") != 1) {
      complaints.add(complaint("innodb_flush_log_at_trx_commit", number(settings, "flush_log")));
    }
    if (number(settings, "log_bin") != 0 && number(settings, "sync_binlog") != 1) {
      complaints.add(complaint("sync_binlog", number(settings, "sync_binlog")));
    }
    if (!complaints.isEmpty()) {
      throw new UnfitDatabaseException(String.join("; ", complaints));
    }
  }

  private static String complaint(String name, long value) {
    return "MySQL has '%s = %d' and must have '%s = 1' so that nothing committed is lost; nothing is flushed until it has"
        .formatted(name, value, name);
  }

  private static long number(Map<String, Object> settings, String name) {
    return switch (settings.get(name)) {
      case Number number -> number.longValue();
      case Boolean bool -> bool ? 1 : 0;
      case null, default -> -1;
    };
  }
}
