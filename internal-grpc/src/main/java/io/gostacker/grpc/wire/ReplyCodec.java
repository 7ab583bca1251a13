package io.gostacker.grpc.wire;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.Reply;

/// Answers to commands, as bytes.
final class ReplyCodec {
  private static final int SENT = 1;
  private static final int CONVERSATION = 2;
  private static final int MEMBERS_ADDED = 3;
  private static final int DONE = 4;
  private static final int REFUSED = 5;

  private ReplyCodec() {}

  static void write(Reply reply, ByteWriter to) {
    switch (reply) {
      case Reply.Sent sent -> {
        to.byteValue(SENT);
        to.id(sent.conversationId());
        to.number(sent.seq());
        to.number(sent.sentAt());
        Fields.write(sent.repeated(), to);
      }
      case Reply.Conversation conversation -> {
        to.byteValue(CONVERSATION);
        ViewCodec.conversation(conversation.view(), to);
        Fields.write(conversation.existed(), to);
      }
      case Reply.MembersAdded added -> {
        to.byteValue(MEMBERS_ADDED);
        to.ids(added.added());
        to.ids(added.already());
        to.ids(added.banned());
      }
      case Reply.Done done -> to.byteValue(DONE);
      case Reply.Refused refused -> {
        to.byteValue(REFUSED);
        Fields.write(refused.code(), to);
        to.text(refused.message());
      }
    }
  }

  static Reply read(ByteReader from) {
    int kind = from.byteValue();
    return switch (kind) {
      case SENT -> new Reply.Sent(from.id(), from.number(), from.number(), Fields.flag(from));
      case CONVERSATION -> new Reply.Conversation(ViewCodec.conversation(from), Fields.flag(from));
      case MEMBERS_ADDED -> new Reply.MembersAdded(from.ids(), from.ids(), from.ids());
      case DONE -> new Reply.Done();
      case REFUSED -> new Reply.Refused(Fields.of(ErrorCode.class, from), from.text());
      default -> throw new IllegalArgumentException("unknown reply " + kind);
    };
  }
}
