package io.gostacker.client.terminal;

import io.gostacker.client.Answer;
import io.gostacker.client.Conversation;
import io.gostacker.client.Member;
import io.gostacker.client.Page;
import io.gostacker.client.Session;
import io.gostacker.client.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names of users and conversations, fetched once. Thread-safe; two threads may fetch the same
/// name.
final class Directory {
  /// At the bound the eldest name is forgotten, and fetched again when it is needed.
  private static final int MOST_NAMES = 10_000;

  private final Session session;
  private final Map<String, String> names =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_NAMES;
        }
      };

  Directory(Session session) {
    this.session = session;
  }

  /// A user's name, safe to show; the id when it cannot be had now.
  String user(String userId) {
    String known = known("user " + userId);
    if (known != null) {
      return known;
    }
    if (session.user(userId) instanceof Answer.Ok<User>(User user)) {
      return remember("user " + userId, SafeText.line(user.displayName()));
    }
    return "user " + SafeText.line(userId);
  }

  /// What a conversation is called: its name, or the other one's in a direct conversation.
  String conversation(Conversation conversation) {
    String id = conversation.conversationId();
    if (!conversation.direct()) {
      String name = conversation.name();
      return remember(id, name == null || name.isBlank() ? "(no name)" : SafeText.line(name));
    }
    String known = known(id);
    if (known != null) {
      return known;
    }
    Answer<Page<Member>> members = session.members(id, null, 2);
    if (members instanceof Answer.Ok<Page<Member>>(Page<Member> page)) {
      return page.items().stream()
          .map(Member::userId)
          .filter(userId -> !userId.equals(session.userId()))
          .findFirst()
          .map(other -> remember(id, user(other)))
          .orElse("yourself");
    }
    return "direct conversation";
  }

  /// The name of a conversation by its id.
  String conversation(String conversationId) {
    String known = known(conversationId);
    if (known != null) {
      return known;
    }
    return session.conversation(conversationId)
            instanceof Answer.Ok<Conversation>(Conversation conversation)
        ? conversation(conversation)
        : "conversation " + SafeText.line(conversationId);
  }

  /// The user with exactly that user name.
  Answer<Optional<User>> find(String username) {
    return session
        .users(username)
        .map(page ->
            page.items().stream()
                .filter(user -> user.username().equalsIgnoreCase(username))
                .findFirst());
  }

  private @Nullable String known(String key) {
    synchronized (names) {
      return names.get(key);
    }
  }

  private String remember(String key, String name) {
    synchronized (names) {
      names.put(key, name);
    }
    return name;
  }
}
