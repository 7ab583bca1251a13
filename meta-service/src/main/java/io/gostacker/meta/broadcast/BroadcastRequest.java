package io.gostacker.meta.broadcast;

import io.gostacker.common.content.Content;
import io.gostacker.common.content.ContentReader;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.broadcast.Broadcast.Saying;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The body of `PUT /server/broadcasts/{broadcastId}`.
///
/// @param rate null for what the settings say
record BroadcastRequest(
    @Nullable String senderId,
    @Nullable JsonNode content,
    @Nullable JsonNode to,
    @Nullable Integer rate) {

  /// A request that has passed the rules; the sender is still to be looked for.
  ///
  /// @param rate null for what the settings say
  record Valid(long senderId, Saying saying, Addressees to, @Nullable Integer rate) {}

  /// @param mapper writes the content as it is kept
  /// @throws Refusal `validation_failed`, or `payload_too_large` for the content
  Valid validated(JsonMapper mapper) {
    FieldErrors errors = new FieldErrors();
    long sender = senderId == null ? Ids.NONE : Ids.parse(senderId);
    errors.require(sender != Ids.NONE, "senderId", "is needed: a user id, a decimal string");
    checkRate(errors, rate);
    Addressees addressees = Addressees.read(errors, to, sender);
    Saying saying = saying(errors, mapper);
    errors.refuse();
    if (addressees == null || saying == null) {
      throw new IllegalStateException("what is missing is refused");
    }
    return new Valid(sender, saying, addressees, rate);
  }

  static void checkRate(FieldErrors errors, @Nullable Integer rate) {
    errors.require(
        rate == null || (rate >= 1 && rate <= BroadcastSettings.MAX_RATE),
        "rate",
        "must be 1 to " + BroadcastSettings.MAX_RATE + " recipients a second");
  }

  private @Nullable Saying saying(FieldErrors errors, JsonMapper mapper) {
    if (content == null) {
      errors.note("content", "is needed");
      return null;
    }
    byte[] json = mapper.writeValueAsBytes(content);
    try (JsonParser parser = mapper.createParser(json)) {
      parser.nextToken();
      return switch (ContentReader.read(parser, json)) {
        case Content.Accepted(byte[] kept) -> new Saying(kept, false);
        case Content.SystemSaid(byte[] kept) -> new Saying(kept, true);
        case Content.Refused(ErrorCode code, String field, String message) -> {
          if (code != ErrorCode.VALIDATION_FAILED) {
            throw Refusal.of(code, field + " " + message);
          }
          errors.note(field, message);
          yield null;
        }
      };
    }
  }
}
