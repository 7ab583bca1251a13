package io.gostacker.push.feed;

import io.gostacker.common.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A message of the feed, as far as it matters to whom it is told.
///
/// @param mentionsAll whether it mentions everybody
/// @param mentions whom it mentions
record FeedMessage(
    long conversationId, long seq, long senderId, boolean mentionsAll, Set<Long> mentions) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Empty for what nobody is notified of: other events, and messages of the system.
  static Optional<FeedMessage> of(Event event) {
    String text = "{" + new String(event.json(), StandardCharsets.UTF_8) + "}";
    if (!text.startsWith("{\"type\":\"message\"")) {
      return Optional.empty();
    }
    JsonNode message = JSON.readTree(text).path("message");
    JsonNode content = message.path("content");
    if (content.path("type").asString("system").equals("system")) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            message.path("conversationId").asLong(0),
            message.path("seq").asLong(0),
            message.path("senderId").asLong(0),
            content));
  }

  /// A message as MySQL has it.
  ///
  /// @param content JSON
  static FeedMessage of(long conversationId, long seq, long senderId, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return of(conversationId, seq, senderId, JSON.readTree(text));
  }

  private static FeedMessage of(long conversationId, long seq, long senderId, JsonNode content) {
    JsonNode mentioned = content.path("mentions");
    Set<Long> mentions = new HashSet<>();
    mentioned.forEach(id -> mentions.add(id.asLong(0)));
    return new FeedMessage(conversationId, seq, senderId, mentioned.isString(), mentions);
  }

  boolean mentions(long userId) {
    return mentionsAll || mentions.contains(userId);
  }
}
