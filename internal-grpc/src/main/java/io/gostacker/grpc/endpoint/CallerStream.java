package io.gostacker.grpc.endpoint;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream that another process opened, until it ends, breaks or falls silent.
abstract class CallerStream implements StreamObserver<byte[]> {
  private static final Logger log = LoggerFactory.getLogger(CallerStream.class);

  private final ServerCallStreamObserver<byte[]> back;
  private final Executor thread;
  private final Consumer<CallerStream> onOver;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile long heard = System.nanoTime();

  /// @param thread runs everything that touches `back`
  CallerStream(
      ServerCallStreamObserver<byte[]> back, Executor thread, Consumer<CallerStream> onOver) {
    this.back = back;
    this.thread = thread;
    this.onOver = onOver;
    back.setOnCancelHandler(this::over);
  }

  /// Takes what the caller says. Returns at once.
  abstract void take(byte[] message);

  /// Called once when nothing comes any more.
  abstract void closed();

  abstract void sayGoodbye();

  @Override
  public final void onNext(byte[] message) {
    heard = System.nanoTime();
    try {
      take(message);
    } catch (IllegalArgumentException e) {
      log.error("A caller says what is not understood; is it of another version?", e);
      fail(Status.INVALID_ARGUMENT.withDescription("not understood: " + e.getMessage()));
    }
  }

  @Override
  public final void onError(Throwable failure) {
    over();
  }

  @Override
  public final void onCompleted() {
    end();
  }

  final void check(Duration silence, long now, boolean stopped) {
    if (stopped) {
      heard = now;
    } else if (now - heard > silence.toNanos()) {
      fail(Status.DEADLINE_EXCEEDED.withDescription("nothing was heard"));
    }
  }

  final void end() {
    onThread(() -> {
      if (!over.get() && !back.isCancelled()) {
        back.onCompleted();
      }
      over();
    });
  }

  private void fail(Status status) {
    onThread(() -> {
      if (!over.get() && !back.isCancelled()) {
        back.onError(status.asRuntimeException());
      }
      over();
    });
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      over();
    }
  }

  private void over() {
    if (over.compareAndSet(false, true)) {
      onOver.accept(this);
      closed();
    }
  }
}
