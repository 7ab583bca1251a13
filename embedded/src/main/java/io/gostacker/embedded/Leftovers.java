package io.gostacker.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Embedded servers, and processes of a suite, that run on although the JVM that started them was
/// killed.
public final class Leftovers {
  private static final Set<String> PROGRAMS =
      Set.of(EmbeddedRedis.PROGRAM, MariaDbProgram.NAME, "java", "consul");

  /// How such a program is given its folder.
  private static final List<String> OPTIONS =
      List.of("", EmbeddedMariaDb.DATA, "-Dgostacker.suite=", "-data-dir=");

  private Leftovers() {}

  /// Stops every embedded server whose data lies below the folder and answers how many there were.
  /// The caller must know that nobody uses the folder, by its lock.
  ///
  /// A process is taken for one only if it runs such a program and was given a path below the
  /// folder on its command line; a number in a pid file proves nothing, because numbers are used
  /// again.
  public static int stopBelow(Path folder) {
    String below = folder.toAbsolutePath().normalize() + "/";
    List<ProcessHandle> found =
        ProcessHandle.allProcesses().filter(handle -> serves(handle.info(), below)).toList();
    found.forEach(handle -> Ending.inOrder(handle, "The server left in " + folder));
    return found.size();
  }

  private static boolean serves(ProcessHandle.Info info, String below) {
    return info.command().map(Leftovers::isServer).orElse(false)
        && Arrays.stream(info.arguments().orElse(new String[0]))
            .anyMatch(argument ->
                OPTIONS.stream().anyMatch(option -> argument.startsWith(option + below)));
  }

  private static boolean isServer(String command) {
    Path name = Path.of(command).getFileName();
    return name != null && PROGRAMS.contains(name.toString());
  }
}
