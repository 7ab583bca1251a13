package io.gostacker.grpc.wire;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.Command;
import org.jspecify.annotations.Nullable;

/// Commands as bytes: a kind, the conversation, then the fields in the order of the record.
///
/// A kind is never used for something else later; an instance that does not know one refuses the
/// stream.
final class CommandCodec {
  private static final int SEND = 1;
  private static final int CREATE = 2;
  private static final int BAN = 3;
  private static final int BLOCK = 4;
  private static final int ADD_MEMBERS = 5;
  private static final int JOIN = 6;
  private static final int REMOVE_MEMBER = 7;
  private static final int CHANGE_CONVERSATION = 8;
  private static final int CHANGE_MEMBER = 9;
  private static final int DISBAND = 10;
  private static final int READ = 11;
  private static final int DELIVERED = 12;
  private static final int TYPING = 13;

  private CommandCodec() {}

  static void write(Command command, ByteWriter to) {
    switch (command) {
      case Command.SendMessage send -> {
        begin(SEND, command, to);
        to.id(send.senderId());
        to.text(send.deviceId());
        to.text(send.clientMessageId());
        to.blob(send.content());
        Fields.write(send.system(), to);
      }
      case Command.Create create -> {
        begin(CREATE, command, to);
        write(create, to);
      }
      case Command.Ban ban -> {
        begin(BAN, command, to);
        to.id(ban.actorId());
        to.id(ban.userId());
        to.id(ban.until());
      }
      case Command.Block block -> {
        begin(BLOCK, command, to);
        to.id(block.userId());
        Fields.write(block.blocked(), to);
      }
      case Command.AddMembers add -> {
        begin(ADD_MEMBERS, command, to);
        to.id(add.actorId());
        to.ids(add.userIds());
      }
      case Command.Join join -> {
        begin(JOIN, command, to);
        to.id(join.userId());
        Fields.write(join.approved(), to);
      }
      case Command.RemoveMember remove -> {
        begin(REMOVE_MEMBER, command, to);
        to.id(remove.actorId());
        to.id(remove.userId());
      }
      case Command.ChangeConversation change -> {
        begin(CHANGE_CONVERSATION, command, to);
        to.id(change.actorId());
        to.optionalText(change.name());
        Fields.writeOptional(change.joinPolicy(), to);
        to.optionalBlob(change.ext());
      }
      case Command.ChangeMember change -> {
        begin(CHANGE_MEMBER, command, to);
        write(change, to);
      }
      case Command.Disband disband -> {
        begin(DISBAND, command, to);
        to.id(disband.actorId());
      }
      case Command.Read read -> {
        begin(READ, command, to);
        position(read.userId(), read.deviceId(), read.seq(), to);
      }
      case Command.Delivered delivered -> {
        begin(DELIVERED, command, to);
        position(delivered.userId(), delivered.deviceId(), delivered.seq(), to);
      }
      case Command.Typing typing -> {
        begin(TYPING, command, to);
        to.id(typing.userId());
        to.text(typing.deviceId());
      }
    }
  }

  private static void begin(int kind, Command command, ByteWriter to) {
    to.byteValue(kind);
    to.id(command.conversationId());
  }

  private static void write(Command.Create create, ByteWriter to) {
    Fields.write(create.type(), to);
    to.optionalText(create.name());
    to.id(create.creatorId());
    to.ids(create.memberIds());
    Fields.write(create.joinPolicy(), to);
    Fields.write(create.history(), to);
    to.optionalBlob(create.ext());
    Fields.write(create.reservedBefore(), to);
    to.ids(create.blockers());
  }

  private static void write(Command.ChangeMember change, ByteWriter to) {
    to.id(change.actorId());
    to.id(change.userId());
    Fields.writeOptional(change.role(), to);
    to.optionalText(change.nickname());
    Long muted = change.mutedUntil();
    Fields.write(muted != null, to);
    if (muted != null) {
      to.id(muted);
    }
  }

  private static void position(long userId, String deviceId, long seq, ByteWriter to) {
    to.id(userId);
    to.text(deviceId);
    to.id(seq);
  }

  static Command read(ByteReader from) {
    int kind = from.byteValue();
    long id = from.id();
    return switch (kind) {
      case SEND ->
          new Command.SendMessage(
              id, from.id(), from.text(), from.text(), from.blob(), Fields.flag(from));
      case CREATE ->
          new Command.Create(
              id,
              Fields.of(ConversationType.class, from),
              from.optionalText(),
              from.id(),
              from.ids(),
              Fields.of(JoinPolicy.class, from),
              Fields.of(HistoryPolicy.class, from),
              from.optionalBlob(),
              Fields.flag(from),
              from.ids());
      case BAN -> new Command.Ban(id, from.id(), from.id(), from.id());
      case BLOCK -> new Command.Block(id, from.id(), Fields.flag(from));
      case ADD_MEMBERS -> new Command.AddMembers(id, from.id(), from.ids());
      case JOIN -> new Command.Join(id, from.id(), Fields.flag(from));
      case REMOVE_MEMBER -> new Command.RemoveMember(id, from.id(), from.id());
      case CHANGE_CONVERSATION ->
          new Command.ChangeConversation(
              id,
              from.id(),
              from.optionalText(),
              Fields.optional(JoinPolicy.class, from),
              from.optionalBlob());
      case CHANGE_MEMBER ->
          new Command.ChangeMember(
              id,
              from.id(),
              from.id(),
              Fields.optional(Role.class, from),
              from.optionalText(),
              optionalId(from));
      case DISBAND -> new Command.Disband(id, from.id());
      case READ -> new Command.Read(id, from.id(), from.text(), from.id());
      case DELIVERED -> new Command.Delivered(id, from.id(), from.text(), from.id());
      case TYPING -> new Command.Typing(id, from.id(), from.text());
      default -> throw new IllegalArgumentException("unknown command " + kind);
    };
  }

  private static @Nullable Long optionalId(ByteReader from) {
    return Fields.flag(from) ? Long.valueOf(from.id()) : null;
  }
}
