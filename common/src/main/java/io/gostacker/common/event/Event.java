package io.gostacker.common.event;

import io.gostacker.common.conversation.Message;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.MessageJson;

/// One thing that happened, as the JSON that it is told as, but for its id, which it gets when it
/// is written down.
///
/// @param json the members of an object after its first one, without braces
public record Event(byte[] json) {

  /// Begins the members of an event.
  ///
  /// @param type for instance `message`
  /// @param at epoch milliseconds
  public static JsonBytes begin(String type, long at, int expectedBytes) {
    JsonBytes json = new JsonBytes(64 + expectedBytes);
    return json.raw("\"type\":\"").raw(type).raw("\",\"at\":").time(at);
  }

  /// The event that was begun.
  public static Event of(JsonBytes begun) {
    return new Event(begun.toByteArray());
  }

  /// A message, by whomever.
  public static Event ofMessage(Message message) {
    JsonBytes json = begin("message", message.sentAt(), message.content().length + 224);
    MessageJson.write(message, json.raw(",\"message\":"));
    return of(json);
  }

  /// Writes it whole.
  ///
  /// @param id positive
  public void write(long id, JsonBytes out) {
    out.raw("{\"id\":").id(id).raw(",").raw(json).raw("}");
  }
}
