package io.gostacker.common.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The API keys, as SHA-256 only. Thread-safe.
final class ServerKeys {
  /// Keys are the first app's.
  private static final AppServer APP = new AppServer(1);

  private final List<byte[]> hashes;

  ServerKeys(ServerApiSettings settings) {
    this.hashes = settings.keys().stream().map(ServerKeys::hash).toList();
  }

  /// Whether this is one of the keys. Takes the same time wherever, and with whichever key, it
  /// differs.
  boolean isKey(String text) {
    byte[] hash = hash(text);
    boolean known = false;
    for (byte[] key : hashes) {
      known |= MessageDigest.isEqual(key, hash);
    }
    return known;
  }

  AppServer app() {
    return APP;
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
