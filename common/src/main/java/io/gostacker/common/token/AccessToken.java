package io.gostacker.common.token;

import java.time.Instant;

/// What a verified access token says.
///
/// @param deviceId one of the user's devices
/// @param sessionId a login of that device; ends with logout, and all its tokens with it
public record AccessToken(
    long userId, String deviceId, String sessionId, int appId, Instant expiresAt) {}
