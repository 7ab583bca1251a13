package io.gostacker.push.provider;

import java.util.concurrent.CompletableFuture;

/// A provider of notifications. Thread-safe.
public interface PushProvider extends AutoCloseable {

  /// As devices name it when they hand in their token: at most 32 characters of `[a-z0-9-]`.
  String name();

  /// What clients need to ask for a token; empty if they need nothing.
  default String publicKey() {
    return "";
  }

  /// Hands a notification over. Never blocks for long and never throws; the future always
  /// completes, normally, within the provider's time-out, with [Outcome.Later] when nobody
  /// answered. That leaves open whether it was taken: it may be handed over again, and bears what
  /// lets the provider, or the device, show it once. What depends on the future must not block: it
  /// may run on the thread of the connection.
  CompletableFuture<Outcome> send(Notification notification);

  @Override
  void close();
}
