package io.gostacker.standalone;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the words of a command line; see [Usage] for what they mean.
final class CommandLine {
  private static final int MAX_PORT = 65_535;
  private static final String[] REDIS_URLS = {
    "redis://", "rediss://", "redis-sentinel://", "redis-cluster://", "rediss-cluster://"
  };

  private int port = 8080;
  private Path data = Path.of(System.getProperty("gostacker.home", ""), ".data");
  private @Nullable String mysqlUrl;
  private @Nullable String mysqlUser;
  private @Nullable String redisUrl;
  private @Nullable Integer managementPort;
  private boolean suite;
  private final List<String> springArguments = new ArrayList<>();

  private CommandLine() {}

  /// What was asked for.
  sealed interface Wish {
    record Start(Options options) implements Wish {}

    record Help() implements Wish {}

    /// @param sentence what is wrong
    record Mistake(String sentence) implements Wish {}
  }

  static Wish read(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      return new Wish.Help();
    }
    CommandLine line = new CommandLine();
    Deque<String> rest = new ArrayDeque<>(words);
    try {
      while (!rest.isEmpty()) {
        line.readOption(rest);
      }
      return new Wish.Start(line.options());
    } catch (MistakeException e) {
      return new Wish.Mistake(e.sentence);
    }
  }

  private void readOption(Deque<String> rest) {
    String word = rest.pop();
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    if (name.startsWith("--") && name.contains(".")) {
      if (equals < 0) {
        throw new MistakeException("A setting is written with its value: " + name + "=…");
      }
      springArguments.add(word);
      return;
    }
    if (equals >= 0) {
      rest.push(word.substring(equals + 1));
    }
    switch (name) {
      case "--port" -> port = port(name, rest, 0);
      case "--management-port" -> managementPort = port(name, rest, 1);
      case "--data" -> data = path(name, rest);
      case "--mysql-url" -> mysqlUrl = address(name, rest, "jdbc:mysql://");
      case "--mysql-user" -> mysqlUser = value(name, rest);
      case "--suite" -> suite = flag(name, equals);
      case "--redis-url" -> redisUrl = address(name, rest, REDIS_URLS);
      default -> throw new MistakeException("There is no option " + name + ".");
    }
  }

  private static String value(String name, Deque<String> rest) {
    if (rest.isEmpty() || rest.peek().isBlank() || rest.peek().startsWith("--")) {
      throw new MistakeException(name + " needs a value.");
    }
    return rest.pop();
  }

  private static boolean flag(String name, int equals) {
    if (equals >= 0) {
      throw new MistakeException(name + " takes no value.");
    }
    return true;
  }

  private static int port(String name, Deque<String> rest, int min) {
    String value = value(name, rest);
    if (!value.matches("\\d{1,5}")
        || Integer.parseInt(value) < min
        || Integer.parseInt(value) > MAX_PORT) {
      throw new MistakeException(
          "%s must be %d to %d, not %s.".formatted(name, min, MAX_PORT, value));
    }
    return Integer.parseInt(value);
  }

  private static Path path(String name, Deque<String> rest) {
    try {
      return Path.of(value(name, rest));
    } catch (InvalidPathException e) {
      throw new MistakeException(name + " is no path: " + e.getReason());
    }
  }

  /// The value is not repeated: it may hold a password.
  private static String address(String name, Deque<String> rest, String... beginnings) {
    String value = value(name, rest);
    for (String beginning : beginnings) {
      if (value.startsWith(beginning) && value.length() > beginning.length()) {
        return value;
      }
    }
    throw new MistakeException(
        name + " must begin with " + String.join(" or ", beginnings) + " and name a host.");
  }

  private Options options() {
    if (mysqlUser != null && mysqlUrl == null) {
      throw new MistakeException("--mysql-user is for --mysql-url, which is missing.");
    }
    if (suite && managementPort != null) {
      throw new MistakeException(
          "--management-port is for one process; with --suite each has one.");
    }
    Path folder = data.toAbsolutePath().normalize();
    return new Options(
        port,
        folder,
        mysqlUrl,
        mysqlUser,
        redisUrl,
        managementPort,
        suite,
        List.copyOf(springArguments));
  }

  private static final class MistakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;

    MistakeException(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }
  }
}
