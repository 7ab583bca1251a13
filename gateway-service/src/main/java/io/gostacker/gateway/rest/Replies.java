package io.gostacker.gateway.rest;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Submits a command and waits for its reply, on the request's virtual thread.
final class Replies {
  /// What `overloaded` and `unavailable` suggest to wait.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final SendPort send;
  private final Duration timeout;

  Replies(SendPort send, Duration timeout) {
    this.send = send;
    this.timeout = timeout;
  }

  /// The reply.
  ///
  /// @throws Refusal what the send service refused, or `unavailable` when it did not answer in
  ///   time; the outcome is open then
  Reply await(Command command) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    send.submit(command, future::complete);
    Reply reply = get(future);
    if (reply instanceof Reply.Refused(ErrorCode code, String message)) {
      throw code == ErrorCode.OVERLOADED || code == ErrorCode.UNAVAILABLE
          ? Refusal.retryAfter(code, message, RETRY_AFTER)
          : Refusal.of(code, message);
    }
    return reply;
  }

  private Reply get(CompletableFuture<Reply> future) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Refusal.of(
          ErrorCode.UNAVAILABLE, "No answer in time; repeat the request with the same id");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ErrorCode.UNAVAILABLE, "The gateway is going away");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
