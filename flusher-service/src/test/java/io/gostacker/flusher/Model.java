package io.gostacker.flusher;

import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord;
import io.gostacker.common.record.LogRecord.MessageAppended;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A conversation as one gets it by applying its records one by one, with as little thought as
/// possible.
final class Model {
  /// A member, or who was one.
  static final class Person {
    Role role = Role.MEMBER;
    @Nullable String nickname;
    long mutedUntil;
    long joinSeq;
    long leftSeq;
    long readSeq;
    long readOrdinal;
    long deliveredSeq;
    boolean member;
  }

  final long id;
  final TreeMap<Long, Person> people = new TreeMap<>();
  final TreeMap<String, String> exclusions = new TreeMap<>();
  boolean exists;
  @Nullable String name;
  long owner;
  long lastSeq;
  long lastOrdinal;
  long versions;

  Model(long id) {
    this.id = id;
  }

  Person person(long user) {
    return people.computeIfAbsent(user, missing -> new Person());
  }

  long[] members() {
    return people.entrySet().stream()
        .filter(each -> each.getValue().member)
        .mapToLong(each -> each.getKey())
        .toArray();
  }

  void apply(LogRecord logRecord) {
    switch (logRecord) {
      case MessageAppended message -> message(message);
      case LogRecord.ConversationCreated created -> {
        exists = true;
        name = created.name();
        owner = created.ownerId();
        versions++;
        for (long user : created.members()) {
          join(user, 1, 0, 0);
        }
        person(owner).role = Role.OWNER;
        message(created.message());
      }
      case LogRecord.MembersJoined joined -> {
        message(joined.message());
        versions++;
        for (long user : joined.userIds()) {
          join(user, joined.message() == null ? lastSeq + 1 : lastSeq, lastSeq, lastOrdinal);
        }
      }
      case LogRecord.MemberLeft left -> {
        message(left.message());
        versions++;
        leave(person(left.userId()));
      }
      case LogRecord.ConversationChanged changed -> {
        name = changed.name() == null ? name : changed.name();
        message(changed.message());
      }
      case LogRecord.MemberChanged changed -> change(changed);
      case LogRecord.ConversationDisbanded disbanded -> {
        message(disbanded.message());
        versions++;
        people.values().stream().filter(person -> person.member).forEach(this::leave);
      }
      case LogRecord.ReadMoved read -> read(read.userId(), read.seq(), read.ordinal());
      case LogRecord.DeliveredMoved delivered -> {
        Person person = person(delivered.userId());
        person.deliveredSeq = Math.max(person.deliveredSeq, delivered.seq());
      }
      case LogRecord.ExclusionChanged changed ->
          exclusions.put(
              changed.userId() + " " + changed.kind().ordinal(),
              changed.until() + " " + changed.by() + " " + changed.at());
      case LogRecord.Unreadable unreadable -> {}
    }
  }

  private void message(@Nullable MessageAppended message) {
    if (message != null) {
      lastSeq = message.seq();
      lastOrdinal = message.ordinal();
      if (!message.system()) {
        read(message.senderId(), message.seq(), message.ordinal());
      }
    }
  }

  private void read(long user, long seq, long ordinal) {
    Person person = person(user);
    if (person.readSeq < seq) {
      person.readSeq = seq;
      person.readOrdinal = ordinal;
    }
  }

  private void join(long user, long joinSeq, long readSeq, long readOrdinal) {
    Person fresh = new Person();
    fresh.member = true;
    fresh.joinSeq = joinSeq;
    fresh.readSeq = readSeq;
    fresh.readOrdinal = readOrdinal;
    people.put(user, fresh);
  }

  private void leave(Person person) {
    person.member = false;
    person.leftSeq = lastSeq;
  }

  private void change(LogRecord.MemberChanged changed) {
    versions++;
    Person person = person(changed.userId());
    if (changed.role() == Role.OWNER) {
      person(owner).role = Role.ADMIN;
      owner = changed.userId();
    }
    person.role = changed.role() == null ? person.role : changed.role();
    String nickname = changed.nickname();
    if (nickname != null) {
      person.nickname = nickname.isEmpty() ? null : nickname;
    }
    Long mutedUntil = changed.mutedUntil();
    person.mutedUntil = mutedUntil == null ? person.mutedUntil : mutedUntil;
    message(changed.message());
  }

  /// What the tables must say; of those who left only that and when.
  @Override
  public String toString() {
    return "%s|%d|%d|%d|%d|%d\n"
            .formatted(name, owner, members().length, lastSeq, lastOrdinal, versions)
        + people.entrySet().stream()
            .map(each -> line(each.getKey(), each.getValue()))
            .collect(Collectors.joining("\n"))
        + "\n"
        + exclusions.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining("\n"));
  }

  private static String line(long user, Person person) {
    return person.member
        ? "%d in %d|%s|%d|%d|%d|%d|%d|%d"
            .formatted(
                user,
                person.role.ordinal(),
                person.nickname,
                person.mutedUntil,
                person.joinSeq,
                0,
                person.readSeq,
                person.readOrdinal,
                person.deliveredSeq)
        : "%d out %d|0|null|0".formatted(user, person.leftSeq);
  }

  /// The tables, said as [#toString] says it.
  static String read(Stage stage, long id) {
    return stage.jdbc.queryForObject(
            """
            SELECT CONCAT(IFNULL(name, 'null'), '|', owner_id, '|', member_count, '|', last_seq, '|',
              last_ordinal, '|', member_version) FROM conversation WHERE conversation_id = ?\
            """,
            String.class,
            id)
        + "\n"
        + String.join(
            "\n",
            stage.jdbc.queryForList(
                """
                SELECT IF(is_member,
                  CONCAT(user_id, ' in ', role, '|', IFNULL(nickname, 'null'), '|', muted_until, '|',
                    join_seq, '|', left_seq, '|', read_seq, '|', read_ordinal, '|', delivered_seq),
                  CONCAT(user_id, ' out ', left_seq, '|', role, '|', IFNULL(nickname, 'null'), '|',
                    muted_until))
                FROM member WHERE conversation_id = ? ORDER BY user_id\
                """,
                String.class,
                id))
        + "\n"
        + String.join(
            "\n",
            stage.jdbc.queryForList(
                """
                SELECT CONCAT(user_id, ' ', kind, ' ', until_at, ' ', by_id, ' ', at)
                FROM conversation_exclusion WHERE conversation_id = ? ORDER BY user_id, kind\
                """,
                String.class,
                id));
  }
}
