package io.gostacker.push.outbox;

/// A message that a device is to be notified of.
///
/// @param provider that the device has its token of
/// @param isMention whether the message mentions the user
public record Addressed(
    long userId,
    String deviceId,
    String provider,
    long conversationId,
    long seq,
    boolean isMention) {}
