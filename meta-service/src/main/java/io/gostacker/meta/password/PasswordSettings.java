package io.gostacker.meta.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How passwords are hashed, `gostacker.password.*`. The defaults are OWASP's minimum for Argon2id.
///
/// @param memoryKib memory of one hash in KiB, 8,192 to 1,048,576
/// @param iterations passes over that memory, 1 to 20
/// @param parallelism lanes of one hash, 1 to 16
/// @param threads hashes computed at once; 0 for one a core
/// @param maxWaiting hashes that may wait for a thread; more are answered `overloaded`
@ConfigurationProperties("gostacker.password")
public record PasswordSettings(
    @DefaultValue("19456") int memoryKib,
    @DefaultValue("2") int iterations,
    @DefaultValue("1") int parallelism,
    @DefaultValue("0") int threads,
    @DefaultValue("256") int maxWaiting) {

  public PasswordSettings {
    check("memory-kib", memoryKib, 8_192, 1_048_576);
    check("iterations", iterations, 1, 20);
    check("parallelism", parallelism, 1, 16);
    check("threads", threads, 0, 256);
    check("max-waiting", maxWaiting, 1, 100_000);
  }

  int threadCount() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static void check(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "gostacker.password." + key + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
