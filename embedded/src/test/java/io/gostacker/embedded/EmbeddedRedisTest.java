package io.gostacker.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {
  private static final BinaryCache BINARIES =
      new BinaryCache(BinaryCache.usualFolder(), line -> {});

  @TempDir Path folder;

  @Test
  void keepsWhatItAcknowledgedWhenItIsKilled() throws IOException {
    try (EmbeddedRedis redis =
        new EmbeddedRedis(new RedisOptions(folder.resolve("with space")), BINARIES)) {
      redis.start();
      int port = redis.port();
      assertThat(ask(redis, "SET a 1")).isEqualTo("+OK");
      redis.kill();
      assertThat(redis.isRunning()).isFalse();
      redis.start();
      assertThat(redis.port()).isEqualTo(port);
      assertThat(ask(redis, "INCR a")).isEqualTo(":2");
      assertThat(Files.size(redis.appendOnlyFile())).isPositive();
    }
  }

  @Test
  void refusesWhoDoesNotKnowThePasswordWhichOnlyTheOwnerCanRead() throws IOException {
    try (EmbeddedRedis redis = new EmbeddedRedis(new RedisOptions(folder), BINARIES)) {
      redis.start();
      try (Socket socket = new Socket("127.0.0.1", redis.port())) {
        assertThat(exchange(socket, "PING")).startsWith("-NOAUTH");
      }
      assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(folder.resolve("redis.conf")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void saysWhyItDoesNotStart() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      EmbeddedRedis redis =
          new EmbeddedRedis(
              new RedisOptions(folder, taken.getLocalPort(), 64, Duration.ofSeconds(20), Map.of()),
              BINARIES);
      assertThatThrownBy(redis::start)
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void leavesAFolderToTheServerThatHasIt() {
    try (EmbeddedRedis first = new EmbeddedRedis(new RedisOptions(folder), BINARIES)) {
      first.start();
      assertThatThrownBy(new EmbeddedRedis(new RedisOptions(folder), BINARIES)::start)
          .hasMessageContaining(
              "in use by a running process, pid " + ProcessHandle.current().pid());
      assertThat(first.isRunning()).isTrue();
    }
  }

  private static String ask(EmbeddedRedis redis, String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", redis.port())) {
      assertThat(exchange(socket, "AUTH " + redis.password())).isEqualTo("+OK");
      return exchange(socket, command);
    }
  }

  private static String exchange(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
        .readLine();
  }
}
