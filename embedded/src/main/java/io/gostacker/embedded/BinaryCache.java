package io.gostacker.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A folder of server programs unpacked from the class path, shared by all who run as this user.
///
/// A package is unpacked beside its place and then renamed into it, so it is there wholly or not at
/// all, whoever is killed in the middle and however many unpack at once.
public final class BinaryCache {
  private static final String PART = ".part";

  private final Path folder;
  private final Consumer<String> progress;

  /// @param folder is made when it is needed; not below `/tmp`, which is emptied now and then
  /// @param progress gets a line before something slow is done
  public BinaryCache(Path folder, Consumer<String> progress) {
    this.folder = folder.toAbsolutePath();
    this.progress = progress;
  }

  /// The user's own: `$XDG_CACHE_HOME/gostacker`, else `~/.cache/gostacker`.
  public static Path usualFolder() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.resolve("gostacker");
  }

  /// What is unpacked together.
  ///
  /// @param title for people
  /// @param name its folder in the cache; another version gets another name
  /// @param root where on the class path it lies: empty, or ending in `/`
  /// @param program the path of its program below `root`
  /// @param files all paths below `root` that it needs, the program among them
  /// @param programName what the program's file is called in the cache
  record Bundle(
      String title,
      String name,
      String root,
      String program,
      List<String> files,
      String programName) {
    String target(String file) {
      return file.equals(program) ? programName : file;
    }
  }

  /// The folder of the bundle, unpacked now or earlier.
  Path unpacked(Bundle bundle) {
    Path place = folder.resolve(bundle.name());
    try {
      URL source = resource(bundle, bundle.program());
      if (!isWhole(place.resolve(bundle.programName()), source)) {
        progress.accept("Unpacking " + bundle.title() + " to " + place);
        Files.createDirectories(folder);
        sweep();
        settle(unpack(bundle), place, bundle, source);
      }
      return place;
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "Cannot unpack " + bundle.title() + " to " + place + ": " + FolderLock.reason(e), e);
    }
  }

  private Path unpack(Bundle bundle) throws IOException {
    Path part =
        folder.resolve(
            bundle.name() + "." + ProcessHandle.current().pid() + "." + UUID.randomUUID() + PART);
    for (String file : bundle.files()) {
      Path target = part.resolve(bundle.target(file));
      Files.createDirectories(target.getParent());
      try (InputStream in = resource(bundle, file).openStream()) {
        Files.copy(in, target);
      }
    }
    Files.setPosixFilePermissions(
        part.resolve(bundle.programName()), PosixFilePermissions.fromString("rwxr-xr-x"));
    return part;
  }

  private static URL resource(Bundle bundle, String file) {
    URL url = BinaryCache.class.getClassLoader().getResource(bundle.root() + file);
    if (url == null) {
      throw new EmbeddedServerException(
          "There is no embedded %s for %s %s; give the address of a running one instead."
              .formatted(
                  bundle.title(), System.getProperty("os.name"), System.getProperty("os.arch")));
    }
    return url;
  }

  /// After a power failure a renamed file may be there without all of its bytes.
  private static boolean isWhole(Path program, URL source) throws IOException {
    return Files.isExecutable(program)
        && Files.size(program) == source.openConnection().getContentLengthLong();
  }

  /// Another process may have been faster; then its copy stays.
  private static void settle(Path part, Path place, Bundle bundle, URL source) throws IOException {
    Path program = place.resolve(bundle.programName());
    if (Files.exists(place) && !isWhole(program, source)) {
      deleteTree(place);
    }
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      deleteTree(part);
      if (!isWhole(program, source)) {
        throw e;
      }
    }
  }

  /// Removes what killed processes left half unpacked.
  private void sweep() throws IOException {
    List<Path> parts;
    try (Stream<Path> all = Files.list(folder)) {
      parts = all.filter(path -> path.toString().endsWith(PART)).toList();
    }
    for (Path part : parts) {
      String[] words = part.getFileName().toString().split("\\.");
      String pid = words[words.length - 3];
      if (!pid.matches("\\d{1,18}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
        deleteTree(part);
      }
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> all = Files.walk(root)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
