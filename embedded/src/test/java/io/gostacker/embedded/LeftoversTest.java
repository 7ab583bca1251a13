package io.gostacker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final BinaryCache BINARIES =
      new BinaryCache(BinaryCache.usualFolder(), line -> {});

  @TempDir Path folder;

  @Test
  void theNextStartStopsTheServersOfAnOwnerWhoWasKilledAndNoOthers() throws Exception {
    try (EmbeddedRedis stranger =
        new EmbeddedRedis(new RedisOptions(folder.resolve("redis2")), BINARIES)) {
      stranger.start();
      Process owner = startOwner();
      List<ProcessHandle> left = servers(owner);
      assertThatThrownBy(redis()::start).hasMessageContaining("pid " + owner.pid());
      owner.destroyForcibly().waitFor();
      assertThat(left).hasSize(2).allMatch(ProcessHandle::isAlive);
      try (EmbeddedRedis redis = redis();
          EmbeddedMariaDb mariaDb =
              new EmbeddedMariaDb(new MariaDbOptions(folder.resolve("mariadb")), BINARIES)) {
        redis.start();
        mariaDb.start();
        assertThat(left).noneMatch(ProcessHandle::isAlive);
        assertThat(redis.isRunning()).isTrue();
        assertThat(mariaDb.isRunning()).isTrue();
      }
      assertThat(stranger.isRunning()).isTrue();
    }
  }

  private EmbeddedRedis redis() {
    return new EmbeddedRedis(new RedisOptions(folder.resolve("redis")), BINARIES);
  }

  private Process startOwner() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            ServerOwner.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<ProcessHandle> servers(Process owner) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(owner.getInputStream(), StandardCharsets.UTF_8));
    return Arrays.stream(out.readLine().split(" "))
        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
        .toList();
  }
}
