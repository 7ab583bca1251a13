package io.gostacker.grpc.process;

import io.gostacker.grpc.link.Links;
import org.springframework.context.SmartLifecycle;

/// Connects when everything is wired, before clients are let in. The links are closed with their
/// bean, after those who use them.
final class LinksLifecycle implements SmartLifecycle {
  private static final int PHASE = 100;

  private final Links links;
  private volatile boolean running;

  LinksLifecycle(Links links) {
    this.links = links;
  }

  @Override
  public void start() {
    running = true;
    links.start();
  }

  @Override
  public void stop() {
    running = false;
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
