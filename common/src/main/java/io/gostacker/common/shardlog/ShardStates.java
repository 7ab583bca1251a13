package io.gostacker.common.shardlog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `shard_state`: epochs, and up to where MySQL has each log. All methods block.
public final class ShardStates {
  /// How far a new epoch's offsets lie above everything that may have been given before: more than
  /// a shard may have unflushed.
  public static final long EPOCH_JUMP = 1_000_000;

  private static final String COLUMNS = "shard, epoch, base, flushed_offset, flushed_batch";

  private final JdbcClient jdbc;

  public ShardStates(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// One shard; made when it is missing. Inside the caller's transaction if there is one.
  public ShardState of(int shard) {
    return jdbc.sql("SELECT " + COLUMNS + " FROM shard_state WHERE shard = ?")
        .param(shard)
        .query(ShardStates::row)
        .optional()
        .orElseGet(() -> make(shard));
  }

  /// All shards that were ever used, ascending.
  public List<ShardState> all() {
    return jdbc.sql("SELECT " + COLUMNS + " FROM shard_state ORDER BY shard")
        .query(ShardStates::row)
        .list();
  }

  /// Raises the epoch if it still is `epoch`, and puts its base above everything that was ever
  /// given. Whoever loses the race reads what the winner wrote.
  ///
  /// @param above an offset that the log is known to have
  /// @return the state after that
  public ShardState raiseEpoch(int shard, int epoch, long above) {
    jdbc.sql(
            """
            UPDATE shard_state SET epoch = epoch + 1, base = GREATEST(base, flushed_offset, ?) + ?
            WHERE shard = ? AND epoch = ?
            """)
        .params(above, EPOCH_JUMP, shard, epoch)
        .update();
    return of(shard);
  }

  private ShardState make(int shard) {
    jdbc.sql(
            "INSERT INTO shard_state (shard) VALUES (?) ON DUPLICATE KEY UPDATE shard = VALUES(shard)")
        .param(shard)
        .update();
    return new ShardState(shard, 0, 0, Position.START);
  }

  private static ShardState row(ResultSet row, int number) throws SQLException {
    return new ShardState(
        row.getInt("shard"),
        row.getInt("epoch"),
        row.getLong("base"),
        new Position(row.getLong("flushed_offset"), row.getString("flushed_batch")));
  }
}
