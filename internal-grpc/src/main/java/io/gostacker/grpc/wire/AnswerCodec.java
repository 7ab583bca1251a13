package io.gostacker.grpc.wire;

import io.gostacker.common.conversation.ConversationView;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.FieldError;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.common.transport.SendPort.BanPage;
import io.gostacker.common.transport.SendPort.ConversationPage;
import io.gostacker.common.transport.SendPort.MemberPage;
import io.gostacker.common.transport.SendPort.MessagePage;
import io.gostacker.common.transport.SendPort.SyncPage;
import io.gostacker.common.transport.SendPort.SyncedConversation;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Answers to reads, as bytes: whether it was refused, then the page or the refusal.
public final class AnswerCodec {
  private static final int ANSWERED = 0;
  private static final int REFUSED = 1;

  private AnswerCodec() {}

  public static byte[] encode(MessagePage page) {
    ByteWriter to = answered(256 + 256 * page.items().size());
    ViewCodec.list(page.items(), to, ViewCodec::message);
    Fields.write(page.hasMore(), to);
    return to.toByteArray();
  }

  public static MessagePage messages(byte[] bytes) {
    return decode(
        bytes,
        from -> new MessagePage(ViewCodec.list(from, ViewCodec::message), Fields.flag(from)));
  }

  public static byte[] encode(SyncPage page) {
    ByteWriter to = answered(1024);
    ViewCodec.list(page.conversations(), to, AnswerCodec::synced);
    ViewCodec.list(page.gone(), to, (id, into) -> into.id(id));
    Fields.write(page.more(), to);
    return to.toByteArray();
  }

  private static void synced(SyncedConversation conversation, ByteWriter to) {
    to.id(conversation.conversationId());
    to.number(conversation.lastSeq());
    to.number(conversation.readSeq());
    ViewCodec.list(conversation.messages(), to, ViewCodec::message);
    Fields.write(conversation.hasMore(), to);
  }

  public static SyncPage sync(byte[] bytes) {
    return decode(
        bytes,
        from ->
            new SyncPage(
                ViewCodec.list(from, AnswerCodec::synced),
                ViewCodec.list(from, ByteReader::id),
                Fields.flag(from)));
  }

  private static SyncedConversation synced(ByteReader from) {
    return new SyncedConversation(
        from.id(),
        from.number(),
        from.number(),
        ViewCodec.list(from, ViewCodec::message),
        Fields.flag(from));
  }

  public static byte[] encode(ConversationView view) {
    ByteWriter to = answered(512);
    ViewCodec.conversation(view, to);
    return to.toByteArray();
  }

  public static ConversationView conversation(byte[] bytes) {
    return decode(bytes, ViewCodec::conversation);
  }

  public static byte[] encode(ConversationPage page) {
    ByteWriter to = answered(256 + 256 * page.items().size());
    ViewCodec.list(page.items(), to, ViewCodec::conversation);
    to.optionalText(page.nextCursor());
    return to.toByteArray();
  }

  public static ConversationPage conversations(byte[] bytes) {
    return decode(
        bytes,
        from ->
            new ConversationPage(
                ViewCodec.list(from, ViewCodec::conversation), from.optionalText()));
  }

  public static byte[] encode(MemberPage page) {
    ByteWriter to = answered(64 + 48 * page.items().size());
    ViewCodec.list(page.items(), to, ViewCodec::member);
    Fields.write(page.hasMore(), to);
    return to.toByteArray();
  }

  public static MemberPage members(byte[] bytes) {
    return decode(
        bytes, from -> new MemberPage(ViewCodec.list(from, ViewCodec::member), Fields.flag(from)));
  }

  public static byte[] encode(BanPage page) {
    ByteWriter to = answered(64 + 48 * page.items().size());
    ViewCodec.list(page.items(), to, ViewCodec::ban);
    Fields.write(page.hasMore(), to);
    return to.toByteArray();
  }

  public static BanPage bans(byte[] bytes) {
    return decode(
        bytes, from -> new BanPage(ViewCodec.list(from, ViewCodec::ban), Fields.flag(from)));
  }

  public static byte[] encode(Refusal refusal) {
    ByteWriter to = new ByteWriter(128);
    to.byteValue(REFUSED);
    Fields.write(refusal.code(), to);
    to.text(refusal.detail());
    ViewCodec.list(
        refusal.errors(),
        to,
        (error, into) -> {
          into.text(error.field());
          into.text(error.message());
        });
    Duration retryAfter = refusal.retryAfter();
    to.number(retryAfter == null ? -1 : retryAfter.toMillis());
    return to.toByteArray();
  }

  private static ByteWriter answered(int expected) {
    ByteWriter to = new ByteWriter(expected);
    to.byteValue(ANSWERED);
    return to;
  }

  /// @throws Refusal if that is what the answer says
  private static <T> T decode(byte[] bytes, Function<ByteReader, T> read) {
    ByteReader from = new ByteReader(bytes, 0, bytes.length);
    if (from.byteValue() == REFUSED) {
      throw refusal(from);
    }
    T page = read.apply(from);
    from.requireEnd();
    return page;
  }

  private static Refusal refusal(ByteReader from) {
    ErrorCode code = Fields.of(ErrorCode.class, from);
    String detail = from.text();
    List<FieldError> errors =
        ViewCodec.list(from, each -> new FieldError(each.text(), each.text()));
    long retryAfter = from.number();
    if (!errors.isEmpty()) {
      return Refusal.invalid(errors);
    }
    return retryAfter < 0
        ? Refusal.of(code, detail)
        : Refusal.retryAfter(code, detail, Duration.ofMillis(retryAfter));
  }
}
