package io.gostacker.meta.broadcast;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gostacker.common.json.Rfc3339;
import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A broadcast as it is shown.
///
/// @param to `"all"`, `{"users": <how many>}` or `{"conversationId": "…"}`
/// @param failures recipients who do not get it, by error code; null when there are none
/// @param reason why it failed; null if it did not
/// @param finishedAt null while it runs
@JsonInclude(JsonInclude.Include.NON_NULL)
record BroadcastJson(
    String broadcastId,
    String state,
    String senderId,
    Object to,
    int rate,
    long total,
    long sent,
    long failed,
    @Nullable Map<String, Long> failures,
    @Nullable String reason,
    String createdAt,
    @Nullable String finishedAt) {

  static BroadcastJson of(Broadcast broadcast) {
    Tally tally = broadcast.tally();
    return new BroadcastJson(
        broadcast.broadcastId(),
        broadcast.state().wireName(),
        Long.toString(broadcast.senderId()),
        to(broadcast.audience()),
        broadcast.rate(),
        broadcast.total(),
        tally.sent(),
        tally.failed(),
        failures(tally),
        broadcast.reason().isEmpty() ? null : broadcast.reason(),
        Rfc3339.format(broadcast.createdAt()),
        broadcast.isRunning() ? null : Rfc3339.format(broadcast.finishedAt()));
  }

  private static Object to(Audience audience) {
    return switch (audience) {
      case All all -> "all";
      case Users(long count) -> Map.of("users", count);
      case InConversation(long id) -> Map.of("conversationId", Long.toString(id));
    };
  }

  private static @Nullable Map<String, Long> failures(Tally tally) {
    if (tally.failures().isEmpty()) {
      return null;
    }
    Map<String, Long> failures = new TreeMap<>();
    tally.failures().forEach((code, count) -> failures.put(code.wireName(), count));
    return failures;
  }
}
