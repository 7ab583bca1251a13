package io.gostacker.gateway.frame;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import org.jspecify.annotations.Nullable;

/// Tells what a frame says.
public final class FrameParser {
  /// Messages per conversation in a `sync` that does not say how many.
  public static final int DEFAULT_LIMIT = 50;

  /// Most messages per conversation or page.
  public static final int MAX_LIMIT = 200;

  private FrameParser() {}

  /// Reads one frame; every input has an answer.
  ///
  /// @param json valid UTF-8
  public static ClientFrame parse(byte[] json) {
    Fields fields;
    try {
      fields = FieldReader.read(json);
    } catch (MalformedJsonException e) {
      return new ClientFrame.Malformed();
    }
    String type = fields.text(Field.TYPE);
    if (type == null) {
      return fields.broken() != null || fields.isSeen(Field.TYPE)
          ? refused(fields, ErrorCode.VALIDATION_FAILED, "The frame cannot be read")
          : new ClientFrame.Malformed();
    }
    return typed(type, fields);
  }

  private static ClientFrame typed(String type, Fields fields) {
    Fields.Taking taking = fields.take();
    @Nullable String ref = taking.ref();
    ClientFrame frame =
        switch (ClientFrameType.of(type)) {
          case SEND -> send(ref, taking);
          case DELIVERED -> position(ref, ClientFrame.Position.Kind.DELIVERED, taking);
          case READ -> position(ref, ClientFrame.Position.Kind.READ, taking);
          case TYPING -> new ClientFrame.Typing(ref, taking.number(Field.CONVERSATION_ID));
          case SYNC -> new ClientFrame.Sync(ref, taking.cursors(), limit(taking));
          case PING -> new ClientFrame.Ping(ref);
          case HELLO -> new ClientFrame.Hello(ref, taking.text(Field.TOKEN));
          case null ->
              refused(fields, ErrorCode.UNSUPPORTED_TYPE, "This frame type is not known here");
        };
    Refusal refusal = taking.refusal();
    if (refusal == null || frame instanceof ClientFrame.Refused) {
      return frame;
    }
    return refused(fields, refusal.code(), refusal.detail());
  }

  private static ClientFrame send(@Nullable String ref, Fields.Taking taking) {
    long conversationId = taking.number(Field.CONVERSATION_ID);
    String clientMessageId = taking.text(Field.CLIENT_MESSAGE_ID);
    return new ClientFrame.Send(ref, conversationId, clientMessageId, taking.content());
  }

  private static ClientFrame position(
      @Nullable String ref, ClientFrame.Position.Kind kind, Fields.Taking taking) {
    return new ClientFrame.Position(
        ref, kind, taking.number(Field.CONVERSATION_ID), taking.number(Field.SEQ));
  }

  /// The `limit`, from 1 to [#MAX_LIMIT].
  public static int limit(Fields.Taking taking) {
    long limit = taking.number(Field.LIMIT, DEFAULT_LIMIT);
    if (limit < 1 || limit > MAX_LIMIT) {
      taking.wrong(Field.LIMIT, "must be from 1 to " + MAX_LIMIT);
      return DEFAULT_LIMIT;
    }
    return (int) limit;
  }

  private static ClientFrame.Refused refused(Fields fields, ErrorCode code, String message) {
    return new ClientFrame.Refused(
        fields.text(Field.REF), fields.text(Field.CLIENT_MESSAGE_ID), code, message);
  }
}
