package io.gostacker.gateway.connection;

import io.gostacker.gateway.frame.ClientFrame;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Thins out one connection's `delivered` and `read`: for each conversation and kind the first goes
/// on at once, what follows within a second is merged to the highest and goes on when it is over.
///
/// Bounded by [#MAX_WINDOWS]; beyond it an update goes on at once. Used on the socket's event loop.
final class PositionUpdates {
  static final int MAX_WINDOWS = 1_000;
  static final Duration WINDOW = Duration.ofSeconds(1);

  private final ScheduledExecutorService loop;
  private final LongSupplier nanoTime;
  private final Consumer<ClientFrame.Position> forward;

  /// In the order in which they end, since all are equally long.
  private final Map<Key, Window> windows = new LinkedHashMap<>();

  PositionUpdates(
      ScheduledExecutorService loop,
      LongSupplier nanoTime,
      Consumer<ClientFrame.Position> forward) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.forward = forward;
  }

  /// Forwards the position now or merges it with others.
  void update(ClientFrame.Position position) {
    Key key = new Key(position.conversationId(), position.kind());
    Window window = windows.get(key);
    if (window != null) {
      window.merge(position);
      return;
    }
    if (windows.size() < MAX_WINDOWS) {
      open(key);
    }
    forward.accept(position);
  }

  /// Forwards all that waits; for the end of the connection.
  void flush() {
    Map<Key, Window> ended = new LinkedHashMap<>(windows);
    windows.clear();
    ended.values().forEach(this::forward);
  }

  private void open(Key key) {
    boolean idle = windows.isEmpty();
    windows.put(key, new Window(nanoTime.getAsLong() + WINDOW.toNanos()));
    if (idle) {
      expireLater(WINDOW.toNanos());
    }
  }

  private void expireLater(long nanos) {
    loop.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
  }

  private void expire() {
    long now = nanoTime.getAsLong();
    Map<Key, Window> again = new LinkedHashMap<>();
    Iterator<Map.Entry<Key, Window>> all = windows.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Window> entry = all.next();
      if (entry.getValue().endsAt - now > 0) {
        break;
      }
      all.remove();
      if (forward(entry.getValue())) {
        again.put(entry.getKey(), new Window(now + WINDOW.toNanos()));
      }
    }
    windows.putAll(again);
    if (!windows.isEmpty()) {
      expireLater(Math.max(1, windows.values().iterator().next().endsAt - now));
    }
  }

  private boolean forward(Window window) {
    ClientFrame.Position highest = window.highest;
    if (highest == null) {
      return false;
    }
    forward.accept(highest);
    return true;
  }

  private record Key(long conversationId, ClientFrame.Position.Kind kind) {}

  private static final class Window {
    final long endsAt;
    ClientFrame.@Nullable Position highest;

    Window(long endsAt) {
      this.endsAt = endsAt;
    }

    void merge(ClientFrame.Position position) {
      if (highest == null || position.seq() > highest.seq()) {
        highest = position;
      }
    }
  }
}
