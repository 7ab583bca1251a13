package io.gostacker.standalone;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Programs of others that are used where they are there.
public final class Programs {

  private Programs() {}

  /// A program: what `<NAME>_BIN` says, one of the PATH, or what a script below `dev/` built.
  public static Optional<Path> find(String name, Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    String named = environment.get(name.toUpperCase(Locale.ROOT) + "_BIN");
    if (named != null && !named.isBlank()) {
      places.add(Path.of(named));
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      places.add(Path.of(folder, name));
    }
    String cache =
        environment.getOrDefault(
            "XDG_CACHE_HOME", environment.getOrDefault("HOME", "/root") + "/.cache");
    places.add(Path.of(cache, "gostacker", name));
    return places.stream()
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }
}
