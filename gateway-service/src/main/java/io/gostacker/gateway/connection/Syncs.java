package io.gostacker.gateway.connection;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Outages;
import io.gostacker.gateway.frame.ClientFrame;
import io.gostacker.gateway.frame.ServerFrames;
import io.gostacker.gateway.outbox.Outbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The syncs of one connection, each on a virtual thread: two at a time, a few more wait, others
/// are refused. Answers hold up to 512 KiB, so none begins while the client does not read.
///
/// Used on the socket's event loop.
final class Syncs {
  private static final Logger log = LoggerFactory.getLogger(Syncs.class);
  private static final int MAX_RUNNING = 2;
  private static final int MAX_WAITING = 8;

  private final Backend backend;
  private final Outbox outbox;
  private final Runnable onIdle;
  private final Deque<Asked> waiting = new ArrayDeque<>(0);
  private int running;

  Syncs(Backend backend, Outbox outbox, Runnable onIdle) {
    this.backend = backend;
    this.outbox = outbox;
    this.onIdle = onIdle;
  }

  boolean isIdle() {
    return running == 0 && waiting.isEmpty();
  }

  void ask(long userId, ClientFrame.Sync sync) {
    if (waiting.size() >= MAX_WAITING) {
      outbox.answer(
          ServerFrames.error(sync.ref(), null, ErrorCode.RATE_LIMITED, "Too many syncs at once"));
      return;
    }
    waiting.add(new Asked(userId, sync));
    startNext();
  }

  /// Starts what may start; to be called when the socket has become writable.
  void startNext() {
    while (running < MAX_RUNNING && outbox.isWritable()) {
      Asked next = waiting.poll();
      if (next == null) {
        return;
      }
      running++;
      backend.virtualThreads().execute(() -> run(next));
    }
  }

  private void run(Asked asked) {
    byte @Nullable [] answer = null;
    try {
      answer = answer(asked);
    } finally {
      byte @Nullable [] outcome = answer;
      outbox.later(() -> finished(outcome));
    }
  }

  private void finished(byte @Nullable [] answer) {
    running--;
    if (answer != null) {
      outbox.answer(answer);
    }
    startNext();
    if (isIdle()) {
      onIdle.run();
    }
  }

  private byte[] answer(Asked asked) {
    ClientFrame.Sync sync = asked.sync();
    Semaphore permits = backend.syncs();
    permits.acquireUninterruptibly();
    try {
      return ServerFrames.synced(
          sync.ref(),
          backend
              .send()
              .sync(new SendPort.SyncQuery(asked.userId(), sync.cursors(), sync.limit())));
    } catch (Refusal refusal) {
      return ServerFrames.error(sync.ref(), null, refusal.code(), refusal.detail());
    } catch (RuntimeException e) {
      ErrorCode code = failure(e);
      return ServerFrames.error(sync.ref(), null, code, code.title());
    } finally {
      permits.release();
    }
  }

  private static ErrorCode failure(RuntimeException e) {
    if (Outages.isOutage(e)) {
      return ErrorCode.UNAVAILABLE;
    }
    log.error("A sync failed", e);
    return ErrorCode.INTERNAL;
  }

  private record Asked(long userId, ClientFrame.Sync sync) {}
}
