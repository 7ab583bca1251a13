package io.gostacker.common.shardlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether a Redis keeps what it has acknowledged: an append-only file that is fsynced before each
/// answer, and no eviction.
final class DurabilityCheck {
  private static final Map<String, String> NEEDED =
      new TreeMap<>(
          Map.of(
              "appendonly", "yes",
              "appendfsync", "always",
              "no-appendfsync-on-rewrite", "no",
              "maxmemory-policy", "noeviction"));

  private DurabilityCheck() {}

  /// What is wrong, one sentence each; empty when all is well.
  static List<String> complaints(RedisCommands<byte[], byte[]> redis) {
    List<String> complaints = new ArrayList<>();
    if (redis.role().getFirst() instanceof byte[] role
        && !"master".equals(new String(role, US_ASCII))) {
      complaints.add("Redis is a replica, and what is appended must go to its master");
    }
    NEEDED.forEach((name, needed) -> {
      String value = setting(redis, name);
      if (!needed.equals(value)) {
        complaints.add(
            "Redis has '%s %s' and must have '%s %s' so that no acknowledged message is lost"
                .formatted(name, value, name, needed));
      }
    });
    return complaints;
  }

  /// `unknown` where the server has no such setting or does not let us ask.
  private static String setting(RedisCommands<byte[], byte[]> redis, String name) {
    try {
      return redis.configGet(name).getOrDefault(name, "unknown");
    } catch (RedisLoadingException e) {
      throw e;
    } catch (RedisCommandExecutionException e) {
      return "unknown";
    }
  }
}
