package io.gostacker.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Redis 6.2 as a child process, set up to lose nothing that it acknowledged: every write is in an
/// append-only file and fsynced before it is answered, and nothing is ever evicted.
///
/// It can be stopped or killed and started again, then on the same data and port. Not thread-safe.
public final class EmbeddedRedis implements AutoCloseable {
  static final String PROGRAM = "redis-server";

  private static final String TITLE = "Redis";
  private static final int TIMEOUT_MILLIS = 1000;

  private final RedisOptions options;
  private final BinaryCache binaries;
  private final Path folder;
  private final Path settings;
  private final ServerProcess process;
  private @Nullable FolderLock lock;
  private String password = "";
  private int port;

  /// Starts nothing yet.
  public EmbeddedRedis(RedisOptions options, BinaryCache binaries) {
    this.options = options;
    this.binaries = binaries;
    this.folder = options.folder().toAbsolutePath().normalize();
    this.settings = folder.resolve("redis.conf");
    this.process = new ServerProcess(TITLE, folder);
    this.port = options.port();
  }

  /// Starts it and returns when it answers; a large append-only file is read first, for which it
  /// has [RedisOptions#patience]. A server that an owner who was killed left behind is stopped
  /// before.
  ///
  /// @throws EmbeddedServerException if it cannot be started, with the end of its log
  public void start() {
    try {
      PrivateFiles.makeFolder(folder);
      lock = lock == null ? FolderLock.take(folder) : lock;
      Leftovers.stopBelow(folder);
      password = PrivateFiles.password(folder.resolve("password"));
      Path program = program(binaries);
      port = port == 0 ? Ports.free() : port;
      PrivateFiles.write(settings, settingsText());
      process.start(
          List.of(program.toString(), settings.toString()), folder, options.environment());
      process.await(this::isReady, options.patience());
    } catch (IOException e) {
      release();
      throw new EmbeddedServerException(
          "Cannot start Redis in " + folder + ": " + FolderLock.reason(e), e);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /// The program for this system, unpacked when it is first asked for.
  public static Path program(BinaryCache binaries) {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String build = system.equals("linux") && arm ? "6.2.7" : "6.2.6-v5";
    String resource = "redis-server-" + build + "-" + system + "-" + (arm ? "arm64" : "amd64");
    return binaries
        .unpacked(
            new BinaryCache.Bundle(
                TITLE, "redis-" + build, "", resource, List.of(resource), PROGRAM))
        .resolve(PROGRAM);
  }

  /// No snapshots: the append-only file holds everything, and its rewriting keeps it short.
  private String settingsText() {
    return """
    # Written anew at every start.
    bind 127.0.0.1
    port %d
    requirepass %s
    dir "%s"
    appendonly yes
    appendfsync always
    no-appendfsync-on-rewrite no
    save ""
    maxmemory %dmb
    maxmemory-policy noeviction
    daemonize no
    set-proc-title no
    """
        .formatted(port, password, folder, options.maxMemoryMib());
  }

  private boolean isReady() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(in.readLine()) && "+PONG".equals(in.readLine());
    }
  }

  /// Ends it in order and waits.
  public void stop() {
    process.stop();
    release();
  }

  /// Kills it as `kill -9` does and waits until it is gone.
  public void kill() {
    process.kill();
    release();
  }

  @Override
  public void close() {
    stop();
  }

  private void release() {
    if (lock != null) {
      lock.close();
      lock = null;
    }
  }

  /// `redis://:password@127.0.0.1:port`; the same after a restart.
  public String url() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isRunning();
  }

  /// The file whose fsynced part is what a power failure would leave.
  public Path appendOnlyFile() {
    return folder.resolve("appendonly.aof");
  }
}
