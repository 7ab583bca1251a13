package io.gostacker.client.terminal;

import io.gostacker.client.Answer;
import io.gostacker.client.Connection;
import io.gostacker.client.Conversation;
import io.gostacker.client.History;
import io.gostacker.client.Member;
import io.gostacker.client.Message;
import io.gostacker.client.Page;
import io.gostacker.client.Problem;
import io.gostacker.client.Session;
import io.gostacker.client.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries out commands. Used by the reader's thread only.
final class Desk {
  private static final int LISTED = 50;
  private static final int HISTORY = 20;

  private final Session session;
  private final Connection connection;
  private final ChatRoom room;
  private final Directory directory;
  private final Wording wording;
  private final Screen screen;
  private List<Conversation> listed = List.of();
  private long oldestShown;

  Desk(
      Session session,
      Connection connection,
      ChatRoom room,
      Directory directory,
      Wording wording,
      Screen screen) {
    this.session = session;
    this.connection = connection;
    this.room = room;
    this.directory = directory;
    this.wording = wording;
    this.screen = screen;
  }

  /// False when the user wants to leave.
  boolean does(Command command) {
    switch (command) {
      case Command.ShowList() -> list();
      case Command.Open(String which) -> open(which);
      case Command.NewDirect(String username) -> direct(username);
      case Command.NewGroup(String name, List<String> usernames) -> group(name, usernames);
      case Command.Members() -> members();
      case Command.Older() -> older();
      case Command.Help() -> screen.line(Command.HELP);
      case Command.Say(String text) -> room.say(text);
      case Command.Wrong(String message) -> screen.warn(message);
      case Command.Nothing() -> {}
      case Command.Quit() -> {
        return false;
      }
    }
    return true;
  }

  void list() {
    Page<Conversation> page = value(session.conversations(null, LISTED));
    if (page == null) {
      return;
    }
    listed = page.items();
    if (listed.isEmpty()) {
      screen.note("No conversation yet. /new USERNAME begins one.");
    }
    for (int i = 0; i < listed.size(); i++) {
      Conversation conversation = listed.get(i);
      String unread = conversation.unread() > 0 ? "  (" + conversation.unread() + " unread)" : "";
      String group = conversation.direct() ? "" : "  [" + conversation.memberCount() + " members]";
      String name = directory.conversation(conversation);
      screen.line(
          "%3d  %s%s%s"
              .formatted(
                  i + 1, conversation.unread() > 0 ? screen.bold(name) : name, group, unread));
    }
  }

  private void open(String which) {
    if (!which.matches("\\d{1,6}")) {
      direct(which);
      return;
    }
    if (listed.isEmpty()) {
      list();
    }
    int number = Integer.parseInt(which);
    if (number < 1 || number > listed.size()) {
      screen.warn("There is no number " + number + " in the list.");
      return;
    }
    show(listed.get(number - 1));
  }

  private void direct(String username) {
    User user = find(username);
    if (user != null) {
      Conversation conversation = value(session.direct(user.userId()));
      if (conversation != null) {
        show(conversation);
      }
    }
  }

  private void group(String name, List<String> usernames) {
    List<String> ids = new ArrayList<>();
    for (String username : usernames) {
      User user = find(username);
      if (user == null) {
        return;
      }
      ids.add(user.userId());
    }
    Conversation conversation = value(session.group(name, ids));
    if (conversation != null) {
      show(conversation);
    }
  }

  private @Nullable User find(String username) {
    Optional<User> found = value(directory.find(username));
    if (found != null && found.isEmpty()) {
      screen.warn("There is no user " + SafeText.line(username) + ".");
    }
    return found == null ? null : found.orElse(null);
  }

  private void show(Conversation conversation) {
    room.open(conversation);
    oldestShown = 0;
    screen.note("— " + directory.conversation(conversation) + " —");
    older();
    if (conversation.lastSeq() > 0) {
      connection.read(conversation.conversationId(), conversation.lastSeq());
    }
  }

  private void older() {
    Conversation open = opened();
    if (open == null) {
      return;
    }
    History history = value(session.historyBefore(open.conversationId(), oldestShown, HISTORY));
    if (history == null) {
      return;
    }
    if (history.items().isEmpty()) {
      screen.note(oldestShown == 0 ? "No messages yet." : "That was the first message.");
      return;
    }
    if (history.hasMore()) {
      screen.note("(there are older ones: /history)");
    }
    for (Message message : history.items().reversed()) {
      screen.line(wording.message(message));
    }
    oldestShown = history.items().getLast().seq();
  }

  private void members() {
    Conversation open = opened();
    if (open == null) {
      return;
    }
    Page<Member> page = value(session.members(open.conversationId(), null, 200));
    if (page == null) {
      return;
    }
    for (Member member : page.items()) {
      String role = member.role().equals("member") ? "" : "  (" + member.role() + ")";
      screen.line("  " + directory.user(member.userId()) + role);
    }
    if (page.nextCursor() != null) {
      screen.note("… of " + open.memberCount());
    }
  }

  private @Nullable Conversation opened() {
    Conversation open = room.open();
    if (open == null) {
      screen.warn("Open a conversation first: /list and /open N, or /new USERNAME.");
    }
    return open;
  }

  private <T> @Nullable T value(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(T value) -> value;
      case Answer.Refused<T>(Problem problem) -> {
        screen.warn("Refused: " + SafeText.of(problem.summary()));
        yield null;
      }
      case Answer.Unreachable<T>(String reason) -> {
        screen.warn("The server does not answer: " + SafeText.line(reason));
        yield null;
      }
    };
  }
}
