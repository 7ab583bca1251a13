package io.gostacker.gateway.rest;

import io.gostacker.common.error.FieldError;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.SendPort;
import io.gostacker.gateway.frame.FrameParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `afterSeq`, `beforeSeq` and `limit`.
final class HistoryParameters {
  private static final long ABSENT = -1;
  private static final int MAX_DIGITS = 15;

  private final List<FieldError> errors = new ArrayList<>(0);

  private HistoryParameters() {}

  /// The query.
  ///
  /// @throws Refusal `validation_failed` naming every parameter that is wrong
  static SendPort.HistoryQuery read(
      long userId,
      long conversationId,
      @Nullable String afterSeq,
      @Nullable String beforeSeq,
      @Nullable String limit) {
    HistoryParameters parameters = new HistoryParameters();
    long after = parameters.number("afterSeq", afterSeq, ABSENT);
    long before = parameters.number("beforeSeq", beforeSeq, ABSENT);
    long most = parameters.number("limit", limit, FrameParser.DEFAULT_LIMIT);
    if (afterSeq != null && beforeSeq != null) {
      parameters.wrong("beforeSeq", "cannot be combined with afterSeq");
    }
    if (most < 1 || most > FrameParser.MAX_LIMIT) {
      parameters.wrong("limit", "must be from 1 to " + FrameParser.MAX_LIMIT);
    }
    if (!parameters.errors.isEmpty()) {
      throw Refusal.invalid(parameters.errors);
    }
    return new SendPort.HistoryQuery(userId, conversationId, after, before, (int) most);
  }

  private long number(String name, @Nullable String text, long absent) {
    if (text == null) {
      return absent;
    }
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      wrong(name, "must be a number");
      return absent;
    }
    return Long.parseLong(text);
  }

  private void wrong(String name, String message) {
    errors.add(new FieldError(name, message));
  }
}
