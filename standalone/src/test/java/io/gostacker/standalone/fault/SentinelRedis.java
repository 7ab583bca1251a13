package io.gostacker.standalone.fault;

import io.gostacker.embedded.EmbeddedRedis;
import io.gostacker.embedded.Ports;
import io.gostacker.testkit.backend.Backends;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.awaitility.Awaitility;

/// A Redis with a replica that a Sentinel promotes when the master is gone.
final class SentinelRedis implements AutoCloseable {
  private static final String PASSWORD = "a-password-of-both";
  private static final String NAME = "kept";

  private final EmbeddedRedis master = Backends.ownRedis();
  private final EmbeddedRedis replica = Backends.ownRedis();
  private final int port = Ports.free();
  private final Process sentinel;

  SentinelRedis(Path folder) throws IOException {
    for (EmbeddedRedis each : new EmbeddedRedis[] {master, replica}) {
      try (RedisClient client = RedisClient.create(each.url())) {
        RedisCommands<String, String> commands = client.connect().sync();
        commands.configSet("masterauth", PASSWORD);
        commands.configSet("requirepass", PASSWORD);
        if (each == replica) {
          commands.replicaof("127.0.0.1", master.port());
        }
      }
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> told(replica, "replication").contains("master_link_status:up"));
    Path settings = folder.resolve("sentinel.conf");
    Files.writeString(
        settings,
        """
        port %d
        bind 127.0.0.1
        dir "%s"
        sentinel monitor %s 127.0.0.1 %d 1
        sentinel auth-pass %s %s
        sentinel down-after-milliseconds %s 1000
        sentinel failover-timeout %s 5000
        """
            .formatted(port, folder, NAME, master.port(), NAME, PASSWORD, NAME, NAME));
    Path program = Path.of("/proc", Long.toString(master.pid()), "exe").toRealPath();
    sentinel =
        new ProcessBuilder(program.toString(), settings.toString(), "--sentinel")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sentinel.log").toFile())
            .start();
  }

  private static <T> T at(EmbeddedRedis redis, Function<RedisCommands<String, String>, T> what) {
    RedisURI uri = RedisURI.create("redis://:" + PASSWORD + "@127.0.0.1:" + redis.port());
    try (RedisClient client = RedisClient.create(uri)) {
      return what.apply(client.connect().sync());
    }
  }

  private static String told(EmbeddedRedis redis, String section) {
    return at(redis, commands -> commands.info(section));
  }

  String url() {
    return "redis-sentinel://:" + PASSWORD + "@127.0.0.1:" + port + "/0#" + NAME;
  }

  /// The replica gets nothing more, as behind a network that is cut.
  void cutOffReplica() {
    at(replica, commands -> commands.configSet("masterauth", "not-the-password"));
    at(master, commands -> commands.clientKill(KillArgs.Builder.typeSlave()));
  }

  /// Kills the master; the replica takes its place with what it has.
  void failOver() {
    master.kill();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> told(replica, "replication").contains("role:master"));
  }

  @Override
  public void close() {
    sentinel.destroyForcibly();
    master.kill();
    replica.kill();
  }
}
