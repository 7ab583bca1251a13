package io.gostacker.common.record;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.Exclusion;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.LogRecord.ConversationChanged;
import io.gostacker.common.record.LogRecord.ConversationCreated;
import io.gostacker.common.record.LogRecord.ConversationDisbanded;
import io.gostacker.common.record.LogRecord.DeliveredMoved;
import io.gostacker.common.record.LogRecord.ExclusionChanged;
import io.gostacker.common.record.LogRecord.MemberChanged;
import io.gostacker.common.record.LogRecord.MemberLeft;
import io.gostacker.common.record.LogRecord.MembersJoined;
import io.gostacker.common.record.LogRecord.MessageAppended;
import io.gostacker.common.record.LogRecord.ReadMoved;
import io.gostacker.common.record.LogRecord.Unreadable;
import org.jspecify.annotations.Nullable;

/// One record as bytes: a kind, then its fields in the order of its declaration. Kinds and orders
/// are for ever: logs outlive a version. A new field goes to the end of a new kind.
final class RecordCodec {
  private static final int MESSAGE = 1;
  private static final int CREATED = 2;
  private static final int JOINED = 3;
  private static final int LEFT = 4;
  private static final int CHANGED = 5;
  private static final int MEMBER_CHANGED = 6;
  private static final int DISBANDED = 7;
  private static final int READ = 8;
  private static final int DELIVERED = 9;
  private static final int EXCLUSION = 10;

  private RecordCodec() {}

  static void write(LogRecord record, ByteWriter out) {
    switch (record) {
      case MessageAppended message -> {
        out.byteValue(MESSAGE);
        writeMessage(message, out);
      }
      case ConversationCreated created -> writeCreated(created, out);
      case MembersJoined joined -> {
        out.byteValue(JOINED);
        out.id(joined.conversationId());
        out.ids(joined.userIds());
        out.number(joined.joinedAt());
        writeNotice(joined.message(), out);
      }
      case MemberLeft left -> {
        out.byteValue(LEFT);
        out.id(left.conversationId());
        out.id(left.userId());
        writeNotice(left.message(), out);
      }
      case ConversationChanged changed -> {
        out.byteValue(CHANGED);
        out.id(changed.conversationId());
        out.optionalText(changed.name());
        writeEnum(changed.joinPolicy(), out);
        out.optionalBlob(changed.ext());
        writeNotice(changed.message(), out);
      }
      case MemberChanged changed -> writeMemberChanged(changed, out);
      case ConversationDisbanded disbanded -> {
        out.byteValue(DISBANDED);
        out.id(disbanded.conversationId());
        out.number(disbanded.at());
        writeNotice(disbanded.message(), out);
      }
      case ReadMoved read -> {
        out.byteValue(READ);
        out.id(read.conversationId());
        out.id(read.userId());
        out.number(read.seq());
        out.number(read.ordinal());
        out.text(read.deviceId());
      }
      case DeliveredMoved delivered -> {
        out.byteValue(DELIVERED);
        out.id(delivered.conversationId());
        out.id(delivered.userId());
        out.number(delivered.seq());
        out.text(delivered.deviceId());
      }
      case ExclusionChanged changed -> {
        out.byteValue(EXCLUSION);
        out.id(changed.conversationId());
        writeEnum(changed.kind(), out);
        out.id(changed.userId());
        out.number(changed.until());
        out.id(changed.by());
        out.number(changed.at());
      }
      case Unreadable unreadable ->
          throw new IllegalArgumentException("cannot write " + unreadable.reason());
    }
  }

  /// Reads one record, to the end of the bytes.
  ///
  /// @throws IllegalArgumentException if they are anything else
  static LogRecord read(ByteReader in) {
    LogRecord record = readKind(in);
    in.requireEnd();
    return record;
  }

  private static LogRecord readKind(ByteReader in) {
    int kind = in.byteValue();
    return switch (kind) {
      case MESSAGE -> readMessage(in);
      case CREATED -> readCreated(in);
      case JOINED -> new MembersJoined(in.id(), in.ids(), in.number(), readNotice(in));
      case LEFT -> new MemberLeft(in.id(), in.id(), readNotice(in));
      case CHANGED ->
          new ConversationChanged(
              in.id(),
              in.optionalText(),
              readEnum(in, JoinPolicy.values()),
              in.optionalBlob(),
              readNotice(in));
      case MEMBER_CHANGED -> readMemberChanged(in);
      case DISBANDED -> new ConversationDisbanded(in.id(), in.number(), readNotice(in));
      case READ -> new ReadMoved(in.id(), in.id(), in.number(), in.number(), in.text());
      case DELIVERED -> new DeliveredMoved(in.id(), in.id(), in.number(), in.text());
      case EXCLUSION ->
          new ExclusionChanged(
              in.id(),
              required(readEnum(in, Exclusion.values())),
              in.id(),
              in.number(),
              in.id(),
              in.number());
      default -> throw new IllegalArgumentException("record of unknown kind " + kind);
    };
  }

  private static void writeMessage(MessageAppended message, ByteWriter out) {
    out.id(message.conversationId());
    out.number(message.seq());
    out.number(message.ordinal());
    out.id(message.senderId());
    out.text(message.senderDevice());
    out.text(message.clientMessageId());
    out.byteValue(message.system() ? 1 : 0);
    out.number(message.targetSeq());
    out.blob(message.content());
    out.number(message.sentAt());
  }

  private static MessageAppended readMessage(ByteReader in) {
    return new MessageAppended(
        in.id(),
        in.number(),
        in.number(),
        in.id(),
        in.text(),
        in.text(),
        in.byteValue() == 1,
        in.number(),
        in.blob(),
        in.number());
  }

  private static void writeCreated(ConversationCreated created, ByteWriter out) {
    out.byteValue(CREATED);
    out.id(created.conversationId());
    writeEnum(created.type(), out);
    out.optionalText(created.name());
    out.id(created.ownerId());
    out.ids(created.members());
    writeEnum(created.joinPolicy(), out);
    writeEnum(created.history(), out);
    out.optionalBlob(created.ext());
    out.number(created.createdAt());
    out.number(created.lastSeq());
    writeNotice(created.message(), out);
  }

  private static ConversationCreated readCreated(ByteReader in) {
    return new ConversationCreated(
        in.id(),
        required(readEnum(in, ConversationType.values())),
        in.optionalText(),
        in.id(),
        in.ids(),
        required(readEnum(in, JoinPolicy.values())),
        required(readEnum(in, HistoryPolicy.values())),
        in.optionalBlob(),
        in.number(),
        in.number(),
        readNotice(in));
  }

  private static void writeMemberChanged(MemberChanged changed, ByteWriter out) {
    out.byteValue(MEMBER_CHANGED);
    out.id(changed.conversationId());
    out.id(changed.userId());
    writeEnum(changed.role(), out);
    out.optionalText(changed.nickname());
    Long mutedUntil = changed.mutedUntil();
    out.byteValue(mutedUntil == null ? 0 : 1);
    if (mutedUntil != null) {
      out.number(mutedUntil);
    }
    writeNotice(changed.message(), out);
  }

  private static MemberChanged readMemberChanged(ByteReader in) {
    return new MemberChanged(
        in.id(),
        in.id(),
        readEnum(in, Role.values()),
        in.optionalText(),
        in.byteValue() == 0 ? null : in.number(),
        readNotice(in));
  }

  private static void writeNotice(@Nullable MessageAppended message, ByteWriter out) {
    out.byteValue(message == null ? 0 : 1);
    if (message != null) {
      writeMessage(message, out);
    }
  }

  private static @Nullable MessageAppended readNotice(ByteReader in) {
    return in.byteValue() == 0 ? null : readMessage(in);
  }

  /// The ordinal plus one; 0 for null.
  private static void writeEnum(@Nullable Enum<?> constant, ByteWriter out) {
    out.byteValue(constant == null ? 0 : constant.ordinal() + 1);
  }

  private static <E> @Nullable E readEnum(ByteReader in, E[] constants) {
    int value = in.byteValue();
    if (value > constants.length) {
      throw new IllegalArgumentException("unknown constant " + value);
    }
    return value == 0 ? null : constants[value - 1];
  }

  private static <E> E required(@Nullable E value) {
    if (value == null) {
      throw new IllegalArgumentException("missing constant");
    }
    return value;
  }
}
