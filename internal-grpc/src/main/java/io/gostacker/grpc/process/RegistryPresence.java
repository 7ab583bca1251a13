package io.gostacker.grpc.process;

import io.gostacker.common.periodic.PeriodicTask;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulAutoServiceRegistration;
import org.springframework.cloud.consul.serviceregistry.ConsulServiceRegistry;

/// Keeps this process in the registry: a registry that began anew has forgotten it. Registering
/// again makes it unhealthy until the next check, so that is done only if it is not listed.
final class RegistryPresence implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryPresence.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final ConsulServiceRegistry registry;
  private final ConsulAutoRegistration self;
  private final ConsulAutoServiceRegistration automatic;
  private final DiscoveryClient discovery;
  private final PeriodicTask look;
  private volatile boolean left;

  RegistryPresence(
      ConsulServiceRegistry registry,
      ConsulAutoRegistration self,
      ConsulAutoServiceRegistration automatic,
      DiscoveryClient discovery) {
    this.registry = registry;
    this.self = self;
    this.automatic = automatic;
    this.discovery = discovery;
    this.look = PeriodicTask.start("Looking whether Consul lists this process", LOOK, this::look);
  }

  private void look() {
    if (!left && automatic.isRunning() && !isListed()) {
      log.info("Consul does not list this process; it registers again");
      registry.register(self);
    }
  }

  private boolean isListed() {
    return discovery.getInstances(self.getServiceId()).stream()
        .anyMatch(instance -> self.getInstanceId().equals(instance.getInstanceId()));
  }

  /// Takes the process out of the registry, for good.
  void leave() {
    left = true;
    look.close();
    automatic.stop();
  }

  @Override
  public void close() {
    look.close();
  }
}
