package io.gostacker.verify.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A file system of its own, ext4 in a file, which can be full. It is for root on Linux only.
public final class SmallDisk implements AutoCloseable {
  private static final long BYTES = 4L << 30; // sparse: it takes what is written
  private static final String FILLER = "filler";

  private final Path folder;

  /// Makes it and mounts it.
  ///
  /// @param image the file; not there yet
  /// @param folder where it is to be seen; empty
  public SmallDisk(Path image, Path folder) {
    this.folder = folder;
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Programs.run(
        "mkfs.ext4", "-q", "-m", "0", "-E", "root_owner=" + owner(folder), image.toString());
    Programs.run("mount", "-o", "loop", image.toString(), folder.toString());
    Programs.run(
        "rmdir", folder.resolve("lost+found").toString()); // MariaDB takes it for a database
  }

  private static String owner(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether this process may make one.
  public static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/dev/loop-control"))
        && Stream.of("/sbin/mkfs.ext4", "/usr/sbin/mkfs.ext4")
            .anyMatch(program -> Files.isExecutable(Path.of(program)));
  }

  /// Leaves no block free.
  void fill() throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    Path filler = folder.resolve(FILLER);
    Programs.works("fallocate", "-l", Long.toString(free), filler.toString()); // as much as fits
    try (var more = Files.newOutputStream(folder.resolve(FILLER + "2"))) {
      byte[] block = new byte[4096];
      while (true) {
        more.write(block); // what the file system kept for its own books
      }
    } catch (IOException e) {
      // it is full
    }
  }

  /// Takes the filling away.
  void free() throws IOException {
    Files.deleteIfExists(folder.resolve(FILLER));
    Files.deleteIfExists(folder.resolve(FILLER + "2"));
  }

  /// Unmounts it; what uses it must have ended.
  @Override
  public void close() {
    Programs.run("umount", folder.toString());
  }
}
