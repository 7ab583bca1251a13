package io.gostacker.client;

import org.jspecify.annotations.Nullable;

/// How somebody wants to be notified while away.
///
/// @param hidePreviews whether notifications say nothing of a message's text
/// @param mentions whether being mentioned notifies in spite of quiet hours and muted conversations
/// @param quietHours null for none
public record Notifications(
    boolean hidePreviews, boolean mentions, @Nullable QuietHours quietHours) {

  /// When nothing notifies, each day; over midnight when `from` is after `to`.
  ///
  /// @param from like `22:00`
  /// @param to like `07:00`
  /// @param zone like `Europe/Berlin`
  public record QuietHours(String from, String to, String zone) {}
}
