package io.gostacker.push.provider;

import java.time.Duration;
import java.time.Instant;

/// What a device is to show.
///
/// @param userId who is notified
/// @param token of the device, as its provider gave it; for Web Push the subscription as JSON
///   (`{"endpoint", "keys": {"p256dh", "auth"}}`)
/// @param conversationId notifications of one conversation replace each other on the device
/// @param seq the message that it tells of; with conversation, user and device it names the
///   notification, so that a repeated one is told from a new one where the provider can
/// @param title who or where it is from
/// @param body the beginning of the message; empty when previews are hidden
/// @param badge how many messages the user has not read, in all conversations
/// @param isMention whether the user is mentioned
/// @param expiresAt when it is worth nothing any more
public record Notification(
    long userId,
    String token,
    long conversationId,
    long seq,
    String title,
    String body,
    long badge,
    boolean isMention,
    Instant expiresAt) {

  /// What devices that show a notification as it comes show instead of an empty body.
  public static final String WITHOUT_PREVIEW = "New message";

  private static final long MAX_SECONDS = 28 * 86_400L;

  /// For how long it is worth something yet; 0 (now or never) to 28 days, the longest that FCM and
  /// Web Push know.
  long secondsLeft(Instant now) {
    return Math.clamp(Duration.between(now, expiresAt).toSeconds(), 0, MAX_SECONDS);
  }
}
