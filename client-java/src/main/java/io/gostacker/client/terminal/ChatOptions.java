package io.gostacker.client.terminal;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the command line asks for.
///
/// @param password null: ask for it
/// @param device null: the one kept for this server and user
/// @param register make the account without asking when it is unknown
record ChatOptions(
    URI server,
    @Nullable String user,
    @Nullable String password,
    @Nullable String device,
    boolean register) {

  static final String HELP =
      """
      Usage: ./run chat --user NAME [options]

        --user NAME        who you are; asked for when absent
        --password WORD    asked for, hidden, when absent; the environment variable
                           GOSTACKER_PASSWORD works too and does not show in `ps`
        --server URL       default http://localhost:8080
        --register         make the account when it does not exist, without asking
        --device ID        a device of its own (letters, digits, - and _), to have the same
                           user open twice; default: one that is kept in ~/.gostacker
        --help             this text

      Type /help inside for the commands. Lines are read from standard input, so it can be piped:
        printf '/new bob\\nhello\\n' | ./run chat --user alice --password ...
      Exit status: 0 good, 2 wrong usage, 3 server not reachable, 4 login refused,
      5 ended by the server, 6 some lines were not sent.
      """;

  /// A command line, understood or not.
  sealed interface Parsed {
    record Options(ChatOptions options) implements Parsed {}

    record Help() implements Parsed {}

    record Wrong(String message) implements Parsed {}
  }

  /// Reads the arguments; `--name value` and `--name=value` are the same.
  static Parsed parse(List<String> arguments, @Nullable String passwordFromEnvironment) {
    Deque<String> rest = new ArrayDeque<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && equals > 0) {
        rest.add(argument.substring(0, equals));
        rest.add(argument.substring(equals + 1));
      } else {
        rest.add(argument);
      }
    }
    URI server = URI.create("http://localhost:8080");
    String user = null;
    String password = passwordFromEnvironment;
    String device = null;
    boolean register = false;
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--help", "-h" -> {
          return new Parsed.Help();
        }
        case "--register" -> register = true;
        case "--user", "--password", "--server", "--device" -> {
          String value = rest.poll();
          if (value == null || value.isEmpty()) {
            return new Parsed.Wrong(option + " needs a value");
          }
          switch (option) {
            case "--user" -> user = value;
            case "--password" -> password = value;
            case "--device" -> device = value;
            default -> {
              URI address = address(value);
              if (address == null) {
                return new Parsed.Wrong(
                    "--server: not an http or https address: " + SafeText.of(value));
              }
              server = address;
            }
          }
        }
        default -> {
          return new Parsed.Wrong("unknown option " + SafeText.of(option));
        }
      }
    }
    if (device != null && !device.matches("[A-Za-z0-9_-]{1,64}")) {
      return new Parsed.Wrong("--device: 1 to 64 letters, digits, - or _");
    }
    return new Parsed.Options(new ChatOptions(server, user, password, device, register));
  }

  private static @Nullable URI address(String value) {
    try {
      URI uri = URI.create(value.contains("://") ? value : "http://" + value);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
