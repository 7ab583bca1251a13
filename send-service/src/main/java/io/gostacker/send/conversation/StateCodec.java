package io.gostacker.send.conversation;

import io.gostacker.common.conversation.ConversationType;
import io.gostacker.common.conversation.HistoryPolicy;
import io.gostacker.common.conversation.JoinPolicy;
import io.gostacker.common.conversation.Message;
import io.gostacker.common.record.ByteReader;
import io.gostacker.common.record.ByteWriter;
import io.gostacker.send.conversation.ConversationState.Progress;
import org.jspecify.annotations.Nullable;

/// A whole state as bytes and back: what the group cache holds. A version that reads other bytes
/// than its own takes them for nothing, so a format needs no successor.
public final class StateCodec {
  /// Raised with every change of the format.
  private static final int FORMAT = 1;

  private StateCodec() {}

  /// @param state of a conversation that exists, not a fork
  public static byte[] encode(ConversationState state) {
    ByteWriter out = new ByteWriter(256 + 64 * state.memberCount());
    out.byteValue(FORMAT);
    write(state.settings(), out);
    write(state.progress(), out);
    state.members().write(out);
    state.ordinals().write(out);
    state.exclusions().write(out);
    state.recent().write(out);
    return out.toByteArray();
  }

  /// Fills a state that has nothing yet.
  ///
  /// @throws IllegalArgumentException if the bytes are of another version, or no state; the state
  ///   is useless then
  public static void decode(byte[] bytes, ConversationState into) {
    ByteReader in = new ByteReader(bytes, 0, bytes.length);
    int format = in.byteValue();
    if (format != FORMAT) {
      throw new IllegalArgumentException("format " + format + " instead of " + FORMAT);
    }
    into.restore(
        readSettings(in), readProgress(into.id(), in), Members.read(in), OrdinalIndex.read(in));
    into.restore(Exclusions.read(in));
    into.recent().read(in);
    in.requireEnd();
  }

  private static void write(Settings settings, ByteWriter out) {
    out.byteValue(settings.type().ordinal());
    out.optionalText(settings.name());
    out.id(settings.ownerId());
    out.byteValue(settings.joinPolicy().ordinal());
    out.byteValue(settings.history().ordinal());
    out.optionalBlob(settings.ext());
    out.number(settings.createdAt());
  }

  private static Settings readSettings(ByteReader in) {
    return new Settings(
        constant(in, ConversationType.values()),
        in.optionalText(),
        in.id(),
        constant(in, JoinPolicy.values()),
        constant(in, HistoryPolicy.values()),
        in.optionalBlob(),
        in.number());
  }

  private static void write(Progress progress, ByteWriter out) {
    out.number(progress.epoch());
    out.number(progress.lastSeq());
    out.number(progress.lastOrdinal());
    Message last = progress.lastMessage();
    out.byteValue(last == null ? 0 : 1);
    if (last != null) {
      out.number(last.seq());
      out.id(last.senderId());
      out.text(last.clientMessageId());
      out.blob(last.content());
      out.number(last.sentAt());
      out.number(last.targetSeq());
    }
  }

  private static Progress readProgress(long id, ByteReader in) {
    return new Progress((int) in.number(), in.number(), in.number(), readMessage(id, in));
  }

  private static @Nullable Message readMessage(long id, ByteReader in) {
    return in.byteValue() == 0
        ? null
        : new Message(id, in.number(), in.id(), in.text(), in.blob(), in.number(), in.number());
  }

  static <E> E constant(ByteReader in, E[] constants) {
    int ordinal = in.byteValue();
    if (ordinal >= constants.length) {
      throw new IllegalArgumentException("unknown constant " + ordinal);
    }
    return constants[ordinal];
  }
}
