package io.gostacker.gateway.connection;

import java.time.Duration;

/// The bounds of one connection.
///
/// @param heartbeat how often a client is asked to say something; silent for 2.5 times as long it
///   is closed
/// @param helloTimeout from the upgrade to a valid `hello`
/// @param maxChatter frames a second that carry no message, position or sync
/// @param maxUnanswered commands in flight, beyond which nothing more is read from the client
/// @param drainTimeout how long answers are waited for when the gateway goes away
public record ConnectionSettings(
    Duration heartbeat,
    Duration helloTimeout,
    int maxChatter,
    int maxUnanswered,
    Duration drainTimeout) {}
