package io.gostacker.bench.subject;

import io.gostacker.client.Session;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that takes the frames of the contract. Started by its maker, stopped by [#close].
public interface Target extends AutoCloseable {

  /// As it stands in the table.
  String name();

  URI address();

  /// The processes that it is made of, by what they are.
  Map<String, ProcessHandle> processes();

  /// Makes users who are in no conversation.
  ///
  /// @return as many as asked for
  List<User> users(int count);

  /// Makes a conversation of some of them; the first owns it. From any thread.
  ///
  /// @return its id
  String conversation(List<User> members);

  /// REST as a user of this target; null where there is none.
  default @Nullable Session session(User user) {
    return null;
  }

  /// How many messages are stored for good by now; -1 if none ever are.
  long stored();

  @Override
  void close();

  /// @param token what its socket is opened with
  record User(String id, String token) {}
}
