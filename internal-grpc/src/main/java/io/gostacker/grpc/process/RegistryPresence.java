package io.gostacker.grpc.process;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoServiceRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulServiceRegistry;
import org.springframework.context.SmartLifecycle;

/// Keeps this process in the registry: a registry that began anew has forgotten it. Registering
/// again makes it unhealthy until the next check, so that is done only if it is not listed.
final class RegistryPresence implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(RegistryPresence.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final ConsulServiceRegistry registry;
  private final ConsulAutoRegistration self;
  private final ConsulAutoServiceRegistration automatic;
  private final DiscoveryClient discovery;
  private final Thread thread = Thread.ofVirtual().name("registration").unstarted(this::run);
  private volatile boolean running;

  RegistryPresence(
      ConsulServiceRegistry registry,
      ConsulAutoRegistration self,
      ConsulAutoServiceRegistration automatic,
      DiscoveryClient discovery) {
    this.registry = registry;
    this.self = self;
    this.automatic = automatic;
    this.discovery = discovery;
  }

  private void run() {
    try {
      while (running) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it leaves
    }
  }

  private void look() {
    try {
      if (running && automatic.isRunning() && !isListed()) {
        log.info("Consul does not list this process; it registers again");
        registry.register(self);
      }
    } catch (RuntimeException e) {
      log.debug("Consul does not answer", e);
    }
  }

  private boolean isListed() {
    return discovery.getInstances(self.getServiceId()).stream()
        .anyMatch(instance -> self.getInstanceId().equals(instance.getInstanceId()));
  }

  /// Takes the process out of the registry, for good.
  void leave() {
    running = false;
    thread.interrupt();
    automatic.stop();
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
    return Departure.PHASE;
  }
}
