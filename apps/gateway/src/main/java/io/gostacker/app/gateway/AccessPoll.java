package io.gostacker.app.gateway;

import io.gostacker.grpc.access.RemoteAccess;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Asks meta twice a second whom to let in: what has ended is felt within two seconds everywhere.
final class AccessPoll implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AccessPoll.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final RemoteAccess access;
  private final Thread thread = Thread.ofVirtual().name("access-poll").unstarted(this::run);
  private volatile boolean running;
  private boolean failing;

  AccessPoll(RemoteAccess access) {
    this.access = access;
  }

  private void run() {
    try {
      while (running) {
        poll();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll() {
    try {
      access.poll();
      if (failing) {
        failing = false;
        log.info("Meta answers again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        log.warn("Meta does not answer; what is known of sessions holds on", e);
      }
    }
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 100;
  }
}
