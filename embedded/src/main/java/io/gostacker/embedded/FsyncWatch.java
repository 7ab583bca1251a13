package io.gostacker.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Watches by `strace` how much of a process's append-only file has been fsynced: what a power
/// failure would leave. A killed process leaves all that it wrote, so killing alone proves nothing.
public final class FsyncWatch implements AutoCloseable {
  private static final Pattern WRITE =
      Pattern.compile("write\\(\\d+<[^>]*appendonly\\.aof>.* = (\\d+)$");
  private static final Pattern SYNC =
      Pattern.compile("fdatasync\\(\\d+<[^>]*appendonly\\.aof>\\)\\s+= 0$");
  private static final Pattern UNFINISHED =
      Pattern.compile("fdatasync\\(\\d+<[^>]*appendonly\\.aof> <unfinished");
  private static final Pattern RESUMED = Pattern.compile("fdatasync resumed>\\)\\s+= 0$");

  private final Process strace;
  private final Path file;
  private final Thread reader;
  private long written;
  private long writtenAtUnfinished;
  private long synced;

  private FsyncWatch(Process strace, Path file, long size) {
    this.strace = strace;
    this.file = file;
    this.written = size;
    this.synced = size;
    this.reader = new Thread(this::readAll, "fsync-watch");
  }

  /// Whether this machine lets us watch.
  public static boolean isPossible() {
    try {
      return new ProcessBuilder("strace", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Begins to watch a process that writes nothing right now: an idle one, or one that is halted.
  /// What it wrote before counts as synced, which is so from its next fsync on.
  public static FsyncWatch attach(long pid, Path file) throws IOException, InterruptedException {
    long size = Files.size(file);
    Process strace =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-s",
                "0",
                "-e",
                "trace=write,fdatasync",
                "-p",
                Long.toString(pid))
            .redirectErrorStream(true)
            .start();
    FsyncWatch watch = new FsyncWatch(strace, file, size);
    BufferedReader out = strace.inputReader(StandardCharsets.UTF_8);
    String first = out.readLine();
    if (first == null || !first.contains("attached")) {
      strace.destroy();
      throw new IOException("strace cannot watch " + pid + ": " + first);
    }
    watch.reader.start();
    return watch;
  }

  private void readAll() {
    try (BufferedReader out = strace.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void take(String line) {
    Matcher write = WRITE.matcher(line);
    if (write.find()) {
      written += Long.parseLong(write.group(1));
    } else if (SYNC.matcher(line).find()) {
      synced = written;
    } else if (UNFINISHED.matcher(line).find()) {
      writtenAtUnfinished = written;
    } else if (RESUMED.matcher(line).find()) {
      synced = Math.max(synced, writtenAtUnfinished);
    }
  }

  /// Once the process is dead: takes from its file what was not fsynced.
  ///
  /// @return how many bytes that were
  public synchronized long loseUnsynced() throws IOException {
    long size = Files.size(file);
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(synced);
    }
    return size - synced;
  }

  /// Waits until the process's death has been seen.
  public void awaitEnd() throws InterruptedException {
    if (!strace.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("strace has not seen the end of the process");
    }
    reader.join();
  }

  @Override
  public void close() {
    strace.destroy();
  }
}
