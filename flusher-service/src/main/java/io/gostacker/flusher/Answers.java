package io.gostacker.flusher;

import io.lettuce.core.RedisException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for what a log answers. Virtual or worker threads only.
final class Answers {
  /// Longer than a log takes to give up itself.
  private static final long MAX_SECONDS = 30;

  private Answers() {}

  /// @throws RedisException if the log could not be asked
  static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new RedisException("The log could not be asked", e.getCause());
    } catch (TimeoutException e) {
      throw new RedisException("The log did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("Interrupted while waiting for the log", e);
    }
  }
}
