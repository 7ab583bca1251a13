package io.gostacker.meta.password;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Hashes and checks passwords with Argon2id.
///
/// A hash keeps a core busy for tens of milliseconds, so all of them run on a few platform threads:
/// on the virtual threads of requests they would hold up every other request. Beyond a bounded
/// number that waits, callers get `overloaded` at once. Thread-safe; both methods block.
public final class Passwords implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final PasswordEncoder encoder;
  private final ThreadPoolExecutor pool;
  private final String nobody;

  Passwords(PasswordSettings settings, MeterRegistry meters) {
    this.encoder =
        new DelegatingPasswordEncoder(
            "argon2id",
            Map.of(
                "argon2id",
                new Argon2PasswordEncoder(
                    SALT_BYTES,
                    HASH_BYTES,
                    settings.parallelism(),
                    settings.memoryKib(),
                    settings.iterations())));
    int threads = settings.threadCount();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(settings.maxWaiting()),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
    this.nobody = encode("of nobody");
    Gauge.builder("gostacker.password.waiting", pool, p -> p.getQueue().size())
        .description("Password hashes that wait for a thread")
        .register(meters);
  }

  /// The hash to keep, with algorithm, parameters and a fresh salt in it.
  public String hash(String password) {
    return onPool(() -> encode(password));
  }

  /// Whether the password is the one of the hash. Without a hash it takes the same time and is
  /// false, so that nobody learns which users exist.
  public boolean matches(String password, @Nullable String hash) {
    boolean equal = onPool(() -> encoder.matches(password, hash == null ? nobody : hash));
    return equal && hash != null;
  }

  private String encode(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("no hash");
    }
    return hash;
  }

  private <T> T onPool(Callable<T> work) {
    Future<T> result;
    try {
      result = pool.submit(work);
    } catch (RejectedExecutionException e) {
      throw overloaded();
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Hashing failed", e.getCause());
    } catch (InterruptedException e) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      throw overloaded();
    }
  }

  private static Refusal overloaded() {
    return Refusal.retryAfter(
        ErrorCode.OVERLOADED, "Too many logins at once, try again in a moment", RETRY);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
