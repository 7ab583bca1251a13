package io.gostacker.client.terminal;

import io.gostacker.client.Answer;
import io.gostacker.client.Connection;
import io.gostacker.client.ConnectionSettings;
import io.gostacker.client.Conversation;
import io.gostacker.client.GoStackerClient;
import io.gostacker.client.Page;
import io.gostacker.client.Session;
import io.gostacker.client.terminal.ChatOptions.Parsed;
import io.gostacker.client.terminal.SignIn.Outcome;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `./run chat`: a chat in the terminal, also usable through pipes.
public final class TerminalChat {
  static final int OK = 0;
  static final int USAGE = 2;
  static final int UNREACHABLE = 3;
  static final int REFUSED = 4;
  static final int ENDED = 5;
  static final int UNSENT = 6;

  /// How long lines may wait for their answer after the end of the input.
  private static final Duration LAST_LINES = Duration.ofMinutes(2);

  private static final Duration FIRST_CONNECT = Duration.ofSeconds(10);

  private final Screen screen;
  private final Lines lines;
  private final Path home;

  TerminalChat(Screen screen, Lines lines, Path home) {
    this.screen = screen;
    this.lines = lines;
    this.home = home;
  }

  /// Runs until the end of the input or `/quit`, and exits with a status that `--help` explains.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    Charset typed = console == null ? StandardCharsets.UTF_8 : console.charset();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, typed));
    Screen screen = new Screen(System.out, terminal);
    Lines lines = new Lines(in, terminal ? console : null);
    int status =
        new TerminalChat(screen, lines, Path.of(System.getProperty("user.home")))
            .run(List.of(arguments), System.getenv("GOSTACKER_PASSWORD"));
    System.exit(status);
  }

  int run(List<String> arguments, @Nullable String passwordFromEnvironment)
      throws IOException, InterruptedException {
    return switch (ChatOptions.parse(arguments, passwordFromEnvironment)) {
      case Parsed.Help() -> {
        screen.line(ChatOptions.HELP);
        yield OK;
      }
      case Parsed.Wrong(String message) -> {
        screen.warn(message + "\n\n" + ChatOptions.HELP);
        yield USAGE;
      }
      case Parsed.Options(ChatOptions options) -> {
        try (GoStackerClient client = new GoStackerClient(options.server())) {
          yield signInAndChat(options, client);
        }
      }
    };
  }

  private int signInAndChat(ChatOptions options, GoStackerClient client)
      throws IOException, InterruptedException {
    return switch (new SignIn(options, client, screen, lines, home).signIn()) {
      case Outcome.Not(int status, String message) -> {
        screen.warn(message);
        yield status;
      }
      case Outcome.In(Session session, String username) -> {
        screen.note("Logged in as " + SafeText.line(username) + ". /help shows the commands.");
        yield chat(session);
      }
    };
  }

  private int chat(Session session) throws InterruptedException {
    Map<String, Long> cursors = cursors(session);
    if (cursors == null) {
      screen.warn("The list of conversations cannot be had now; try again.");
      return UNREACHABLE;
    }
    Directory directory = new Directory(session);
    Wording wording = new Wording(directory, ZoneId.systemDefault());
    ChatRoom room = new ChatRoom(screen, directory, wording, session.userId());
    try (Connection connection =
        session.connect(cursors, ConnectionSettings.defaults(), room::on)) {
      room.attach(connection);
      room.awaitOnline(FIRST_CONNECT);
      Desk desk = new Desk(session, connection, room, directory, wording, screen);
      desk.list();
      CompletableFuture<Void> input =
          CompletableFuture.runAsync(() -> carryOut(desk), Thread.ofPlatform().daemon()::start);
      CompletableFuture.anyOf(input, room.ended()).join();
      awaitLastLines(connection, room);
    }
    if (room.ended().isDone()) {
      return ENDED;
    }
    return room.unsent() ? UNSENT : OK;
  }

  private void carryOut(Desk desk) {
    boolean goOn = true;
    while (goOn) {
      String line = lines.next();
      goOn = line != null && desk.does(Command.parse(line));
    }
  }

  private void awaitLastLines(Connection connection, ChatRoom room) throws InterruptedException {
    if (room.ended().isDone() || connection.awaitSent(Duration.ofSeconds(2))) {
      return;
    }
    screen.note("— waiting for what is still to go out: " + connection.pending() + " —");
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> sent.complete(awaitSent(connection)));
    CompletableFuture.anyOf(sent, room.ended()).join();
  }

  private static boolean awaitSent(Connection connection) {
    try {
      return connection.awaitSent(LAST_LINES);
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Starts after what the list shows as unread; that is read by opening the conversation. Null
  /// when the list cannot be had.
  private static @Nullable Map<String, Long> cursors(Session session) {
    Map<String, Long> cursors = new HashMap<>();
    String cursor = null;
    do {
      Answer<Page<Conversation>> answer = session.conversations(cursor, 200);
      if (!(answer instanceof Answer.Ok<Page<Conversation>>(Page<Conversation> page))) {
        return null;
      }
      page.items().forEach(c -> cursors.put(c.conversationId(), c.lastSeq()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return cursors;
  }
}
