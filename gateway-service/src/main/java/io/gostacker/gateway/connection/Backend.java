package io.gostacker.gateway.connection;

import io.gostacker.common.limit.SendLimits;
import io.gostacker.common.presence.LostSockets;
import io.gostacker.common.token.TokenVerifier;
import io.gostacker.common.transport.SendPort;
import io.gostacker.gateway.session.Presence;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/// What all connections share behind their sockets.
///
/// @param virtualThreads runs each blocking call on a virtual thread of its own
/// @param syncs how many syncs may be under way at once in all connections; each may hold an answer
///   of 512 KiB
public record Backend(
    SendPort send,
    TokenVerifier tokens,
    Presence presence,
    LostSockets lost,
    SendLimits limits,
    Clock clock,
    Executor virtualThreads,
    Semaphore syncs) {}
