package io.gostacker.push.dispatch;

import io.gostacker.push.outbox.Claimed;
import io.gostacker.push.provider.Outcome;

/// What a provider said of a notification.
///
/// @param token that it was sent to
record Result(Claimed claimed, String token, Outcome outcome) {}
