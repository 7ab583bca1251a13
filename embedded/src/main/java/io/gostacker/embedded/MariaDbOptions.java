package io.gostacker.embedded;

import java.nio.file.Path;
import java.time.Duration;

/// How an embedded MariaDB is run.
///
/// @param folder all its files; made when it is missing
/// @param port 0 for a free one
/// @param bufferPoolMib memory for pages, in MiB
/// @param redoLogMib size of the redo log file, in MiB; written at the first start
/// @param maxConnections at this many it refuses further ones
/// @param patience how long a start may take, repair after a crash included
public record MariaDbOptions(
    Path folder,
    int port,
    int bufferPoolMib,
    int redoLogMib,
    int maxConnections,
    Duration patience) {

  /// A free port, 256 MiB, 200 connections, five minutes.
  public MariaDbOptions(Path folder) {
    this(folder, 0, 256, 96, 200, Duration.ofMinutes(5));
  }
}
