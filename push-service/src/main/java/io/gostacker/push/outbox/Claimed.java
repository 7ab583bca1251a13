package io.gostacker.push.outbox;

/// A notification that is due, taken to be sent.
///
/// @param mentionSeq the latest message not yet told of that mentions the user; 0 for none
/// @param tries how often it was tried
/// @param firstAt when it was tried first, in epoch milliseconds; 0 for never
/// @param lease of the claim; what is done with it later counts only as long as it is the latest
/// @param seenOnline whether the user was online when it was due before
public record Claimed(
    long userId,
    String deviceId,
    long conversationId,
    String provider,
    long seq,
    long mentionSeq,
    int tries,
    long firstAt,
    long lease,
    boolean seenOnline) {}
