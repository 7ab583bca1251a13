package io.gostacker.meta.push;

import org.jspecify.annotations.Nullable;

/// How somebody wants to be notified.
///
/// @param hidePreviews whether notifications say nothing of the message's text
/// @param mentions whether being mentioned notifies in spite of quiet hours and muted conversations
/// @param quietHours null for none
record Preference(boolean hidePreviews, boolean mentions, @Nullable QuietHours quietHours) {
  /// Of who has said nothing.
  static final Preference DEFAULT = new Preference(false, true, null);

  /// When nothing notifies, each day. When `from` is after `to`, it lasts over midnight.
  ///
  /// @param from like `22:00`, the first minute
  /// @param to like `07:00`, the first minute after
  /// @param zone as the IANA database names it, for example `Europe/Berlin`
  record QuietHours(String from, String to, String zone) {
    private static final int MINUTES = 60;

    /// @param from minutes of the day
    /// @param to minutes of the day
    static QuietHours of(int from, int to, String zone) {
      return new QuietHours(text(from), text(to), zone);
    }

    private static String text(int minutes) {
      return "%02d:%02d".formatted(minutes / MINUTES, minutes % MINUTES);
    }

    int fromMinutes() {
      return minutes(from);
    }

    int toMinutes() {
      return minutes(to);
    }

    private static int minutes(String text) {
      return Integer.parseInt(text, 0, 2, 10) * MINUTES + Integer.parseInt(text, 3, 5, 10);
    }
  }
}
