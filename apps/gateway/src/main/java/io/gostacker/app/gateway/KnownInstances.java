package io.gostacker.app.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/// The instances of services, asked of the registry about once a second. While it is down, or knows
/// of none, the last ones that it named stay. Thread-safe.
final class KnownInstances {
  private static final Logger log = LoggerFactory.getLogger(KnownInstances.class);
  private static final long FRESH_NANOS = 1_000_000_000;

  private final DiscoveryClient registry;
  private final Map<String, Known> byService = new ConcurrentHashMap<>();

  private record Known(List<ServiceInstance> instances, long asked) {}

  KnownInstances(DiscoveryClient registry) {
    this.registry = registry;
  }

  /// Blocks while the registry is asked.
  List<ServiceInstance> of(String service) {
    return byService
        .compute(
            service,
            (name, before) ->
                before != null && System.nanoTime() - before.asked() < FRESH_NANOS
                    ? before
                    : ask(name, before == null ? List.of() : before.instances()))
        .instances();
  }

  private Known ask(String service, List<ServiceInstance> before) {
    List<ServiceInstance> now = List.of();
    try {
      now = List.copyOf(registry.getInstances(service));
    } catch (RuntimeException e) {
      log.debug("The registry does not answer", e);
    }
    return new Known(now.isEmpty() ? before : now, System.nanoTime());
  }
}
