package io.gostacker.gateway.connection;

import io.gostacker.gateway.outbox.Outboxes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All sockets of this gateway, welcomed or not. Thread-safe.
public final class Connections {
  private final Backend backend;
  private final Outboxes outboxes;
  private final ConnectionSettings settings;
  private final int max;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean draining;

  /// @param max sockets at a time; more are refused at their upgrade
  public Connections(
      Backend backend,
      Outboxes outboxes,
      ConnectionSettings settings,
      int max,
      MeterRegistry meters) {
    this.backend = backend;
    this.outboxes = outboxes;
    this.settings = settings;
    this.max = max;
    meters.gaugeCollectionSize("gostacker.gateway.sockets", Tags.empty(), open);
  }

  /// Whether another socket may come.
  public boolean hasRoom() {
    return open.size() < max;
  }

  /// How many there are.
  public int count() {
    return open.size();
  }

  /// Whether the gateway is going away.
  public boolean isDraining() {
    return draining;
  }

  /// Begins a connection on a socket whose upgrade has just been answered; on its event loop.
  ///
  /// @return the handler that belongs at the end of the socket's pipeline; reading begins when it
  ///   is there
  public ChannelHandler open(Channel channel, @Nullable Credentials credentials) {
    Connection connection =
        new Connection(outboxes.of(channel), new ReadGate(channel), backend, settings);
    open.add(connection);
    return new ConnectionHandler(connection, credentials, () -> closed(connection));
  }

  /// Says goodbye to everybody and waits until all are gone.
  ///
  /// @param spread over how long the clients come back
  /// @return whether all are gone; false after the time that a connection may take to drain
  public boolean drain(Duration spread, RandomGenerator random) throws InterruptedException {
    draining = true;
    for (Connection connection : open) {
      long reconnectAfter = random.nextLong(spread.toMillis() + 1);
      connection.outbox().later(() -> connection.drain(reconnectAfter));
    }
    completeWhenNone();
    try {
      drained.get(settings.drainTimeout().toMillis() + 5_000, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void closed(Connection connection) {
    open.remove(connection);
    completeWhenNone();
  }

  private void completeWhenNone() {
    if (draining && open.isEmpty()) {
      drained.complete(null);
    }
  }
}
