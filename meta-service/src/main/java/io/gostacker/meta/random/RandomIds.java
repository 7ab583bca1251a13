package io.gostacker.meta.random;

import java.security.SecureRandom;
import java.util.Base64;

/// Makes what must not be guessed. Thread-safe.
public final class RandomIds {
  private final SecureRandom random = new SecureRandom();

  /// A user's or conversation's id: 1 to 2^63 - 1.
  public long entityId() {
    long id;
    do {
      id = random.nextLong() & Long.MAX_VALUE;
    } while (id == 0);
    return id;
  }

  /// 128 random bits, for sessions and devices: 22 characters of `[A-Za-z0-9_-]`.
  public String name() {
    return text(16);
  }

  /// 256 random bits, for refresh tokens: 43 characters of `[A-Za-z0-9_-]`.
  public String secret() {
    return text(32);
  }

  private String text(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
