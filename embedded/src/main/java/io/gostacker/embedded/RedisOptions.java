package io.gostacker.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How an embedded Redis is run.
///
/// @param folder all its files; made when it is missing
/// @param port 0 for a free one
/// @param maxMemoryMib at this many MiB it refuses writes and evicts nothing; 0 for no bound
/// @param patience how long a start may take
/// @param environment variables besides those of this process
public record RedisOptions(
    Path folder, int port, int maxMemoryMib, Duration patience, Map<String, String> environment) {

  /// A free port, 1 GiB, two minutes.
  public RedisOptions(Path folder) {
    this(folder, 0, 1024, Duration.ofMinutes(2), Map.of());
  }
}
