package io.gostacker.client.terminal;

import io.gostacker.client.Answer;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Problem;
import io.gostacker.client.Session;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// From the command line to a session: asks for what is missing, registers whom nobody knows.
final class SignIn {
  private final ChatOptions options;
  private final GoStackerClient client;
  private final Screen screen;
  private final Lines lines;
  private final Path home;

  /// What signing in came to.
  sealed interface Outcome {
    record In(Session session, String username) implements Outcome {}

    /// Why not, and the exit status that says so.
    record Not(int status, String message) implements Outcome {}
  }

  SignIn(ChatOptions options, GoStackerClient client, Screen screen, Lines lines, Path home) {
    this.options = options;
    this.client = client;
    this.screen = screen;
    this.lines = lines;
    this.home = home;
  }

  Outcome signIn() throws IOException {
    String user = options.user() != null ? options.user() : lines.ask(screen, "User name: ");
    if (user == null || user.isBlank()) {
      return new Outcome.Not(TerminalChat.USAGE, "No user name; give one with --user.");
    }
    String password =
        options.password() != null ? options.password() : lines.askHidden(screen, "Password: ");
    if (password == null || password.isEmpty()) {
      return new Outcome.Not(
          TerminalChat.USAGE, "No password; give one with --password or GOSTACKER_PASSWORD.");
    }
    String device =
        options.device() != null
            ? options.device()
            : DeviceFile.deviceId(home, options.server(), user);
    return login(user, password, device, true);
  }

  private Outcome login(String user, String password, String device, boolean mayRegister) {
    return switch (client.login(user, password, device)) {
      case Answer.Ok<Session>(Session session) -> new Outcome.In(session, user);
      case Answer.Unreachable<Session>(String reason) -> unreachable(reason);
      case Answer.Refused<Session>(Problem problem)
          when problem.code().equals("bad_credentials") && mayRegister ->
          wantsToRegister(user)
              ? register(user, password, device)
              : new Outcome.Not(TerminalChat.REFUSED, "Login refused: " + problem.summary());
      case Answer.Refused<Session>(Problem problem) ->
          new Outcome.Not(TerminalChat.REFUSED, "Login refused: " + refusal(problem));
    };
  }

  private boolean wantsToRegister(String user) {
    if (options.register()) {
      return true;
    }
    String answer =
        lines.ask(
            screen, "No user " + SafeText.line(user) + " with this password. Register? [y/N] ");
    return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
  }

  private Outcome register(String user, String password, String device) {
    return switch (client.register(user, password, null)) {
      case Answer.Ok<?> ok -> {
        screen.note("Registered " + SafeText.line(user) + ".");
        yield login(user, password, device, false);
      }
      case Answer.Refused<?>(Problem problem) when problem.code().equals("username_taken") ->
          new Outcome.Not(
              TerminalChat.REFUSED,
              "Login refused: the user name exists and the password is another one.");
      case Answer.Refused<?>(Problem problem) ->
          new Outcome.Not(TerminalChat.REFUSED, "Registration refused: " + refusal(problem));
      case Answer.Unreachable<?>(String reason) -> unreachable(reason);
    };
  }

  private static String refusal(Problem problem) {
    @Nullable String wait =
        problem.retryAfter() == null
            ? null
            : " (try again in " + problem.retryAfter().toSeconds() + " s)";
    return SafeText.of(problem.summary()) + (wait == null ? "" : wait);
  }

  private Outcome unreachable(String reason) {
    return new Outcome.Not(
        TerminalChat.UNREACHABLE,
        "No GoStacker answers at "
            + options.server()
            + " ("
            + SafeText.line(reason)
            + ").\nStart one with ./run, or name another with --server URL.");
  }
}
