package io.gostacker.flusher;

import static io.gostacker.flusher.Records.notice;

import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Makes up records of a few conversations, such as a send service could have decided.
final class History {
  private final Random random;
  private final int epoch;
  private final int users;
  private final List<Model> models;
  private long messages;

  History(Random random, int epoch, int conversations, int users) {
    this.random = random;
    this.epoch = epoch;
    this.users = users;
    this.models = LongStream.rangeClosed(1, conversations).mapToObj(Model::new).toList();
  }

  LogRecord next() {
    Model model = models.get(random.nextInt(models.size()));
    LogRecord made = make(model);
    messages += made.message() == null ? 0 : 1;
    model.apply(made);
    return made;
  }

  List<Model> models() {
    return models.stream().filter(model -> model.exists).toList();
  }

  long messages() {
    return messages;
  }

  private LogRecord make(Model model) {
    if (!model.exists) {
      return Records.group(model.id, 1, 1, 2, 3);
    }
    long[] members = model.members();
    if (members.length == 0) {
      // Nobody left: only what a late record of an earlier decision may still say.
      return new ConversationChanged(model.id, "late " + random.nextInt(9), null, null, null);
    }
    long member = members[random.nextInt(members.length)];
    return switch (random.nextInt(15)) {
      case 0, 1 -> join(model, members);
      case 2 -> leave(model, member, members);
      case 3 -> new MemberChanged(model.id, member, null, nick(), null, null);
      case 4 -> new MemberChanged(model.id, member, null, null, random.nextLong(3), tell(model));
      case 5 -> role(model, member);
      case 6 -> new ConversationChanged(model.id, "n" + random.nextInt(9), null, null, tell(model));
      case 7, 8 -> {
        long seq = 1 + random.nextLong(model.lastSeq);
        yield new ReadMoved(model.id, member, seq, Math.min(seq, model.lastOrdinal), "d");
      }
      case 9 -> new DeliveredMoved(model.id, member, 1 + random.nextLong(model.lastSeq), "d");
      case 11 ->
          new LogRecord.ExclusionChanged(
              model.id,
              Exclusion.values()[random.nextInt(2)],
              1 + random.nextInt(8),
              random.nextInt(3) == 0 ? 0 : random.nextLong(1_000),
              member,
              random.nextLong(1_000));
      case 10 -> random.nextInt(12) == 0 ? disband(model) : text(model, member);
      default -> text(model, member);
    };
  }

  private LogRecord text(Model model, long member) {
    return Records.text(model.id, model.lastSeq + 1, model.lastOrdinal + 1, member);
  }

  private LogRecord join(Model model, long[] members) {
    long[] joining =
        LongStream.rangeClosed(1, users)
            .filter(user -> Arrays.binarySearch(members, user) < 0 && random.nextBoolean())
            .toArray();
    return joining.length == 0
        ? text(model, members[0])
        : new MembersJoined(model.id, joining, 1000 + epoch, maybeTell(model));
  }

  private LogRecord leave(Model model, long member, long[] members) {
    return members.length == 1 || member == model.owner
        ? text(model, member)
        : new MemberLeft(model.id, member, maybeTell(model));
  }

  private LogRecord role(Model model, long member) {
    if (member == model.owner) {
      return text(model, member);
    }
    Role role = Role.values()[random.nextInt(3)];
    return new MemberChanged(model.id, member, role, null, null, tell(model));
  }

  private LogRecord disband(Model model) {
    return new ConversationDisbanded(model.id, 5000, tell(model));
  }

  private String nick() {
    return random.nextInt(3) == 0 ? "" : "nick" + random.nextInt(9);
  }

  private MessageAppended tell(Model model) {
    return notice(model.id, model.lastSeq + 1, model.lastOrdinal, model.owner);
  }

  private @Nullable MessageAppended maybeTell(Model model) {
    return random.nextBoolean() ? tell(model) : null;
  }
}
