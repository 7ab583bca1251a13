package io.gostacker.gateway.connection;

import io.gostacker.common.transport.RoutePort;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Ends the sockets when the application stops, before the web server and what is behind it.
public final class Drain implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);

  /// Above the web server's graceful shutdown, which is at `DEFAULT_PHASE - 1024`.
  private static final int PHASE = DEFAULT_PHASE - 512;

  private final Connections connections;
  private final RoutePort routes;
  private final String gatewayId;
  private final Duration spread;
  private final RandomGenerator random;
  private volatile boolean running;

  public Drain(
      Connections connections,
      RoutePort routes,
      String gatewayId,
      Duration spread,
      RandomGenerator random) {
    this.connections = connections;
    this.routes = routes;
    this.gatewayId = gatewayId;
    this.spread = spread;
    this.random = random;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      if (!connections.drain(spread, random)) {
        log.warn("Some sockets did not close in time; they are cut");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    routes.detach(gatewayId);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
