package io.gostacker.app.gateway;

import io.gostacker.grpc.access.RemoteAccess;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// Ready as soon as it is known whom to let in. That meta is away later does not matter: who is
/// connected stays so.
final class AccessHealth implements HealthIndicator {
  private final RemoteAccess access;

  AccessHealth(RemoteAccess access) {
    this.access = access;
  }

  @Override
  public Health health() {
    return access.isKnown()
        ? Health.up().build()
        : Health.outOfService().withDetail("reason", "meta has not answered yet").build();
  }
}
