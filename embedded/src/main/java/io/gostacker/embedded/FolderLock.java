package io.gostacker.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps a folder to one process. The operating system lets go of the lock when the process ends,
/// however it ends; the file stays and holds the pid of the last owner.
public final class FolderLock implements AutoCloseable {
  /// Closing any channel of a file drops this process's lock on it, so a folder held here is never
  /// opened a second time.
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the folder, which must exist.
  ///
  /// @throws EmbeddedServerException if another process has it, naming that process, or if the lock
  ///   file cannot be written
  public static FolderLock take(Path folder) {
    synchronized (HELD) {
      try {
        Path file = folder.toRealPath().resolve("owner.lock");
        if (HELD.contains(file)) {
          throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
        }
        FolderLock lock = new FolderLock(file, open(folder, file));
        HELD.add(file);
        return lock;
      } catch (IOException e) {
        throw new EmbeddedServerException("Cannot lock the folder " + folder + ": " + reason(e), e);
      }
    }
  }

  private static FileChannel open(Path folder, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(folder, Files.readString(file).strip());
      }
      channel.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static EmbeddedServerException inUse(Path folder, String pid) {
    return new EmbeddedServerException(
        "The folder "
            + folder
            + " is in use by a running process, pid "
            + (pid.isEmpty() ? "unknown" : pid)
            + ".");
  }

  static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
  }

  /// Lets go of the folder.
  @Override
  public void close() {
    synchronized (HELD) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new EmbeddedServerException("Cannot unlock " + file + ": " + reason(e), e);
      } finally {
        HELD.remove(file);
      }
    }
  }
}
