package io.gostacker.push.dispatch;

import io.gostacker.push.outbox.Claimed;
import org.jspecify.annotations.Nullable;

/// A notification that is due, with what decides whether and how it is sent.
///
/// @param device null if the device has no token any more
/// @param reading null if the user never was a member
/// @param message null if there is none that could be shown
record Due(
    Claimed claimed,
    @Nullable Device device,
    Wishes wishes,
    @Nullable Reading reading,
    @Nullable Shown message) {

  /// Where it is sent.
  record Device(String provider, String token) {}

  /// How the user wants to be notified.
  ///
  /// @param mentions whether being mentioned comes before quiet hours and muted conversations
  /// @param quiet null without quiet hours
  /// @param mutedUntil epoch milliseconds until when the conversation is muted
  record Wishes(
      boolean hidesPreviews, boolean mentions, @Nullable QuietHours quiet, long mutedUntil) {}

  /// How far the user is.
  record Reading(boolean isMember, long readSeq) {}

  /// What is shown.
  ///
  /// @param conversation its name; null for none
  /// @param sender nickname; null if there is no such user
  /// @param content JSON as it was sent
  record Shown(
      boolean isDirect, @Nullable String conversation, @Nullable String sender, byte[] content) {}
}
