package io.gostacker.standalone;

import io.gostacker.embedded.FolderLock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// What is looked at before anything is started, so that what is wrong is said at once and plainly.
///
/// @param neededBytes of free disk space
record Preflight(long neededBytes) {
  static final long USUAL_BYTES = 512L << 20;

  private static final long MIB = 1L << 20;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// Makes the data folder if it is missing and keeps it to this process.
  ///
  /// @throws StartFailure if it cannot be had
  /// @throws io.gostacker.embedded.EmbeddedServerException if a running process has it
  FolderLock takeFolder(Path data) {
    try {
      if (!Files.isDirectory(data)) {
        Files.createDirectories(data, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw new StartFailure(
          "The data folder "
              + data
              + " cannot be made ("
              + e
              + "). Choose another with --data DIR.");
    }
    if (!Files.isWritable(data)) {
      throw new StartFailure(
          "The data folder %s cannot be written by %s. Choose another with --data DIR."
              .formatted(data, System.getProperty("user.name")));
    }
    return FolderLock.take(data);
  }

  /// Refuses a disk that is nearly full: a server that runs out of space later answers nobody.
  void checkSpace(Path data) {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      if (free < neededBytes) {
        throw new StartFailure(
            "The disk of %s has %d MiB free and at least %d MiB are needed. Make room, or choose another folder with --data DIR."
                .formatted(data, free / MIB, neededBytes / MIB));
      }
    } catch (IOException e) {
      throw new StartFailure(
          "The free space of the disk of " + data + " cannot be found out (" + e + ").");
    }
  }

  /// Refuses a port that somebody listens on.
  ///
  /// @param option by which another is chosen
  void checkPort(int port, String option) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new StartFailure(
          "Port %d cannot be used (%s). Another program has it; choose another port, for instance %s %d."
              .formatted(port, e.getMessage(), option, port < 65_000 ? port + 1 : port - 1));
    }
  }
}
