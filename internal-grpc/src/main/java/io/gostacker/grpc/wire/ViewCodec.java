package io.gostacker.grpc.wire;

import io.gostacker.common.conversation.BanView;
import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.MemberView;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.conversation.Role;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// What readers see, as bytes.
final class ViewCodec {

  private ViewCodec() {}

  static <T> void list(List<T> items, ByteWriter to, BiConsumer<T, ByteWriter> write) {
    to.number(items.size());
    items.forEach(item -> write.accept(item, to));
  }

  static <T> List<T> list(ByteReader from, Function<ByteReader, T> read) {
    long count = from.number();
    List<T> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(read.apply(from));
    }
    return items;
  }

  static void message(Message message, ByteWriter to) {
    to.id(message.conversationId());
    to.number(message.seq());
    to.id(message.senderId());
    to.text(message.clientMessageId());
    to.blob(message.content());
    to.number(message.sentAt());
    to.number(message.targetSeq());
  }

  static Message message(ByteReader from) {
    return new Message(
        from.id(),
        from.number(),
        from.id(),
        from.text(),
        from.blob(),
        from.number(),
        from.number());
  }

  static void conversation(ConversationView view, ByteWriter to) {
    to.id(view.conversationId());
    Fields.write(view.type(), to);
    to.optionalText(view.name());
    to.id(view.ownerId());
    to.number(view.memberCount());
    to.number(view.lastSeq());
    to.number(view.readSeq());
    to.number(view.unread());
    Message last = view.lastMessage();
    Fields.write(last != null, to);
    if (last != null) {
      message(last, to);
    }
    Fields.write(view.joinPolicy(), to);
    Fields.write(view.history(), to);
    to.optionalBlob(view.ext());
    to.number(view.createdAt());
  }

  static ConversationView conversation(ByteReader from) {
    return new ConversationView(
        from.id(),
        Fields.of(ConversationType.class, from),
        from.optionalText(),
        from.id(),
        (int) from.number(),
        from.number(),
        from.number(),
        from.number(),
        Fields.flag(from) ? message(from) : null,
        Fields.of(JoinPolicy.class, from),
        Fields.of(HistoryPolicy.class, from),
        from.optionalBlob(),
        from.number());
  }

  static void member(MemberView member, ByteWriter to) {
    to.id(member.userId());
    Fields.write(member.role(), to);
    to.optionalText(member.nickname());
    to.number(member.mutedUntil());
    to.number(member.joinedAt());
  }

  static MemberView member(ByteReader from) {
    return new MemberView(
        from.id(), Fields.of(Role.class, from), from.optionalText(), from.number(), from.number());
  }

  static void ban(BanView ban, ByteWriter to) {
    to.id(ban.userId());
    to.number(ban.until());
    to.id(ban.by());
    to.number(ban.at());
  }

  static BanView ban(ByteReader from) {
    return new BanView(from.id(), from.number(), from.id(), from.number());
  }
}
