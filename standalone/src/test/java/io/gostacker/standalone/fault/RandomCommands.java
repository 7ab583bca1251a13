package io.gostacker.standalone.fault;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.transport.Command;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// What users 1 to `users` may think of doing in a conversation: the same for the same seed.
final class RandomCommands {
  private final Random random;
  private final int users;

  RandomCommands(Random random, int users) {
    this.random = random;
    this.users = users;
  }

  /// Creates a conversation of user 1 with 2 and 3.
  static Command create(long id) {
    boolean group = id % 3 != 0;
    return new Command.Create(
        id,
        group ? ConversationType.GROUP : ConversationType.CHANNEL,
        "number " + id,
        1,
        new long[] {1, 2, 3},
        JoinPolicy.OPEN,
        group ? HistoryPolicy.JOINED : HistoryPolicy.ALL,
        null);
  }

  /// Messages mostly, read positions, and changes.
  Command any(long id, int step) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4, 5 -> change(id, step);
      case 6, 7 -> new Command.Read(id, user(), "device", 1 + random.nextInt(200));
      default -> message(id, step);
    };
  }

  /// A change of the conversation or its members; sometimes of the ownership too.
  Command change(long id, int step) {
    return switch (random.nextInt(6)) {
      case 0 -> new Command.AddMembers(id, user(), new long[] {user()});
      case 1 -> new Command.Join(id, user(), false);
      case 2 -> new Command.RemoveMember(id, user(), user());
      case 3 -> new Command.ChangeMember(id, user(), user(), role(), null, null);
      case 4 -> new Command.ChangeMember(id, user(), user(), null, "nick " + step, null);
      default -> new Command.ChangeConversation(id, user(), "name " + step, null, null);
    };
  }

  Command.SendMessage message(long id, int step) {
    return new Command.SendMessage(
        id,
        user(),
        "device",
        "m" + step,
        ("{\"type\":\"text\",\"text\":\"" + step + "\"}").getBytes(StandardCharsets.UTF_8),
        false);
  }

  private long user() {
    return 1 + random.nextInt(users);
  }

  private Role role() {
    return Role.values()[random.nextInt(Role.values().length)];
  }
}
