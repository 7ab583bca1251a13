package io.gostacker.common.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The API keys, as SHA-256 only. Thread-safe.
final class ServerKeys {
  /// Keys are the first app's.
  private static final int APP = 1;

  private static final int KEY_ID_BYTES = 6;

  private final List<byte[]> hashes;

  ServerKeys(ServerApiSettings settings) {
    this.hashes = settings.keys().stream().map(ServerKeys::hash).toList();
  }

  /// Whose key this is; empty if it is none. Takes the same time wherever, and with whichever key,
  /// it differs.
  Optional<AppServer> appOf(String text) {
    byte[] hash = hash(text);
    boolean known = false;
    for (byte[] key : hashes) {
      known |= MessageDigest.isEqual(key, hash);
    }
    return known
        ? Optional.of(new AppServer(APP, HexFormat.of().formatHex(hash, 0, KEY_ID_BYTES)))
        : Optional.empty();
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
