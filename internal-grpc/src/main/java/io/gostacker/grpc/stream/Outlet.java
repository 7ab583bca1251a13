package io.gostacker.grpc.stream;

import io.grpc.stub.CallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// One side of a stream: things are offered from any thread and go out in that order, as many in
/// one message as there are by then. While the other side does not keep up they wait, up to a
/// bound.
///
/// @param <T> what is offered
public final class Outlet<T> {
  private static final int MAX_ITEMS = 512;
  private static final int MAX_WEIGHT = 1 << 20;

  private final CallStreamObserver<byte[]> stream;
  private final Executor thread;
  private final Form<T> form;
  private final int bound;
  private final Queue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean planned = new AtomicBoolean();
  private @Nullable T kept;
  private volatile boolean closed;

  /// How things become messages.
  ///
  /// @param encode a message of at least one
  /// @param weight about how many bytes one takes; a message ends after a mebibyte
  /// @param follows whether the second may stand behind the first in one message
  public record Form<T>(
      Function<List<T>, byte[]> encode, ToIntFunction<T> weight, Following<T> follows) {

    /// Whatever is offered may share a message.
    public Form(Function<List<T>, byte[]> encode, ToIntFunction<T> weight) {
      this(encode, weight, (before, next) -> true);
    }
  }

  /// Whether two may share a message.
  @FunctionalInterface
  public interface Following<T> {
    boolean test(T before, T next);
  }

  /// @param thread runs everything that touches the stream, one after the other
  /// @param bound how many may wait
  public Outlet(CallStreamObserver<byte[]> stream, Executor thread, Form<T> form, int bound) {
    this.stream = stream;
    this.thread = thread;
    this.form = form;
    this.bound = bound;
  }

  /// Takes one in.
  ///
  /// @return false at the bound or after the end: it will not go out
  public boolean offer(T item) {
    if (closed || waiting.incrementAndGet() > bound) {
      waiting.decrementAndGet();
      return false;
    }
    queue.add(item);
    plan();
    return true;
  }

  /// Sends a whole message ahead of what waits.
  public void send(byte[] message) {
    run(() -> stream.onNext(message));
  }

  /// Runs something on the thread that touches the stream, unless the stream has ended by then.
  public void run(Runnable task) {
    execute(() -> {
      if (!closed) {
        task.run();
      }
    });
  }

  /// Whether nothing waits. On the stream's thread.
  public boolean isEmpty() {
    return waiting.get() == 0;
  }

  /// The stream takes more again.
  public void ready() {
    plan();
  }

  /// Nothing goes out any more.
  public void close() {
    closed = true;
    queue.clear();
  }

  /// Ends the stream after what has been offered.
  public void complete() {
    run(() -> {
      drain();
      close();
      stream.onCompleted();
    });
  }

  private void plan() {
    if (planned.compareAndSet(false, true)) {
      execute(this::drain);
    }
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      close(); // the process ends
    }
  }

  private void drain() {
    planned.set(false);
    while (!closed && stream.isReady()) {
      List<T> batch = next();
      if (batch.isEmpty()) {
        return;
      }
      stream.onNext(form.encode().apply(batch));
    }
  }

  private List<T> next() {
    List<T> batch = new ArrayList<>();
    int weight = 0;
    T item = kept == null ? queue.poll() : kept;
    kept = null;
    while (item != null) {
      if (!batch.isEmpty() && !form.follows().test(batch.getLast(), item)) {
        kept = item;
        break;
      }
      batch.add(item);
      waiting.decrementAndGet();
      weight += form.weight().applyAsInt(item);
      if (batch.size() == MAX_ITEMS || weight >= MAX_WEIGHT) {
        break;
      }
      item = queue.poll();
    }
    return batch;
  }
}
