package io.gostacker.client.terminal;

import java.util.Arrays;
import java.util.List;

/// A line that was typed.
sealed interface Command {

  String HELP =
      """
      /list                     conversations, with what is unread
      /open N                   open number N of the list (or a user's name)
      /new USERNAME             open a direct conversation
      /group NAME USER USER …   make a group ("…" around a name with spaces)
      /members                  who is in the open conversation
      /history                  older messages
      /help                     this
      /quit                     leave (Ctrl-D too)
      Anything else is sent to the open conversation; // at the beginning sends a /.\
      """;

  record ShowList() implements Command {}

  record Open(String which) implements Command {}

  record NewDirect(String username) implements Command {}

  record NewGroup(String name, List<String> usernames) implements Command {}

  record Members() implements Command {}

  record Older() implements Command {}

  record Help() implements Command {}

  record Quit() implements Command {}

  record Say(String text) implements Command {}

  record Nothing() implements Command {}

  record Wrong(String message) implements Command {}

  static Command parse(String line) {
    if (line.isBlank()) {
      return new Nothing();
    }
    if (!line.startsWith("/")) {
      return new Say(line);
    }
    if (line.startsWith("//")) {
      return new Say(line.substring(1));
    }
    List<String> words = words(line.strip());
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "/list" -> new ShowList();
      case "/open" -> rest.size() == 1 ? new Open(rest.getFirst()) : new Wrong("/open N");
      case "/new" -> rest.size() == 1 ? new NewDirect(rest.getFirst()) : new Wrong("/new USERNAME");
      case "/group" ->
          rest.size() >= 2
              ? new NewGroup(rest.getFirst(), rest.subList(1, rest.size()))
              : new Wrong("/group NAME USER USER …");
      case "/members" -> new Members();
      case "/history" -> new Older();
      case "/help" -> new Help();
      case "/quit", "/exit" -> new Quit();
      default ->
          new Wrong("no such command; /help shows them (// to send a line that begins with /)");
    };
  }

  /// Splits at spaces, but not inside double quotes.
  private static List<String> words(String line) {
    return Arrays.stream(line.split("\\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
        .map(word ->
            word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
                ? word.substring(1, word.length() - 1)
                : word)
        .toList();
  }
}
