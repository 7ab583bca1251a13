package io.gostacker.common.shardlog;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether a Redis keeps what it has acknowledged: an append-only file that is fsynced before each
/// answer, and no eviction.
final class DurabilityCheck {
  private static final Map<String, String> NEEDED =
      Map.of(
          "appendonly", "yes",
          "appendfsync", "always",
          "no-appendfsync-on-rewrite", "no",
          "maxmemory-policy", "noeviction");

  private DurabilityCheck() {}

  /// What is wrong, one sentence each; empty when all is well.
  static List<String> complaints(RedisCommands<byte[], byte[]> redis) {
    List<String> complaints = new ArrayList<>();
    NEEDED.forEach((name, needed) -> {
      Map<String, String> found = redis.configGet(name);
      String value = found.getOrDefault(name, "unknown");
      if (!needed.equals(value)) {
        complaints.add(
            "Redis has '%s %s' and must have '%s %s' so that no acknowledged message is lost"
                .formatted(name, value, name, needed));
      }
    });
    return complaints;
  }
}
