package io.gostacker.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// MariaDB 11.4 as a child process, set up so that what was committed survives a power failure. It
/// has one user, who may do everything, and whichever databases that user creates.
///
/// It can be stopped or killed and started again, then on the same data and port. Not thread-safe.
public final class EmbeddedMariaDb implements AutoCloseable {
  /// The one user.
  public static final String USER = "gostacker";

  static final String DATA = "--datadir=";

  private static final String TITLE = "MariaDB";
  private static final int TIMEOUT_MILLIS = 1000;
  private static final int GREETING = 10;

  private final MariaDbOptions options;
  private final BinaryCache binaries;
  private final Path folder;
  private final Path data;
  private final ServerProcess process;
  private @Nullable FolderLock lock;
  private String password = "";
  private int port;

  /// Starts nothing yet.
  public EmbeddedMariaDb(MariaDbOptions options, BinaryCache binaries) {
    this.options = options;
    this.binaries = binaries;
    this.folder = options.folder().toAbsolutePath().normalize();
    this.data = folder.resolve("data");
    this.process = new ServerProcess(TITLE, folder);
    this.port = options.port();
  }

  /// Starts it and returns when it answers; the first start creates the system tables. A server
  /// that an owner who was killed left behind is stopped before.
  ///
  /// @throws EmbeddedServerException if it cannot be started, with the end of its log
  public void start() {
    try {
      PrivateFiles.makeFolder(folder);
      lock = lock == null ? FolderLock.take(folder) : lock;
      Leftovers.stopBelow(folder);
      MariaDbProgram program = MariaDbProgram.unpacked(binaries);
      password = PrivateFiles.password(folder.resolve("password"));
      if (!Files.isDirectory(data)) {
        SystemTables.create(program, folder, data, USER, password);
      }
      launch(program);
    } catch (IOException e) {
      release();
      throw new EmbeddedServerException(
          "Cannot start MariaDB in " + folder + ": " + FolderLock.reason(e), e);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  private void launch(MariaDbProgram program) throws IOException {
    Path tmp = folder.resolve("tmp");
    BinaryCache.deleteTree(tmp);
    PrivateFiles.makeFolder(tmp);
    port = port == 0 ? Ports.free() : port;
    process.start(program.command(arguments(tmp)), folder, Map.of());
    process.await(this::isReady, options.patience());
  }

  /// Without TLS: on the loopback interface it protects nothing, and making its key takes seconds
  /// at every start.
  private List<String> arguments(Path tmp) {
    List<String> arguments = new ArrayList<>();
    arguments.add(DATA + data);
    arguments.add("--tmpdir=" + tmp);
    arguments.add("--bind-address=127.0.0.1");
    arguments.add("--port=" + port);
    arguments.add("--socket=");
    arguments.add("--skip-ssl");
    arguments.add("--skip-name-resolve");
    arguments.add("--skip-log-bin");
    arguments.add("--log-warnings=1");
    arguments.add("--local-infile=0");
    arguments.add("--performance-schema=OFF");
    arguments.add("--character-set-server=utf8mb4");
    arguments.add("--collation-server=utf8mb4_unicode_ci");
    arguments.add("--default-time-zone=+00:00");
    arguments.add("--max-allowed-packet=64M");
    arguments.add("--max-connections=" + options.maxConnections());
    arguments.add("--innodb-flush-log-at-trx-commit=1");
    arguments.add("--innodb-buffer-pool-size=" + options.bufferPoolMib() + "M");
    arguments.add("--innodb-log-file-size=" + options.redoLogMib() + "M");
    return arguments;
  }

  /// The first packet of a server that takes connections is its greeting, protocol version 10.
  private boolean isReady() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      byte[] head = socket.getInputStream().readNBytes(5);
      return head.length == 5 && head[4] == GREETING;
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

  /// For MySQL's own driver, which then creates the database when it is missing; the same after a
  /// restart. Without user and password.
  public String jdbcUrl(String database) {
    return "jdbc:mysql://127.0.0.1:%d/%s?createDatabaseIfNotExist=true&sslMode=DISABLED&rewriteBatchedStatements=true"
        .formatted(port, database);
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
}
