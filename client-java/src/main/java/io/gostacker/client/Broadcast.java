package io.gostacker.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message of the app to many, and how far it is.
///
/// @param state `running`, `done`, `cancelled` or `failed`
/// @param rate recipients a second, at most
/// @param total recipients; 1 for a conversation
/// @param failed recipients who do not get it
/// @param failures how many failed by error code; null when none did
/// @param reason why all of it failed; null if it did not
/// @param createdAt RFC 3339
/// @param finishedAt RFC 3339; null while it runs
public record Broadcast(
    String broadcastId,
    String state,
    String senderId,
    int rate,
    long total,
    long sent,
    long failed,
    @Nullable Map<String, Long> failures,
    @Nullable String reason,
    String createdAt,
    @Nullable String finishedAt) {

  /// Whether there is more to send.
  public boolean running() {
    return state.equals("running");
  }
}
