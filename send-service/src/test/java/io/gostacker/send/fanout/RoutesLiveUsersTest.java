package io.gostacker.send.fanout;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.testkit.presence.LiveUsersContract;

/// By the routes that gateways announce.
class RoutesLiveUsersTest extends LiveUsersContract {
  private final Routes routes = new Routes(Ownership.alone());

  @Override
  protected LiveUsers live() {
    return routes;
  }

  @Override
  protected void begins(String gateway) {
    routes.attach(gateway, delivery -> {});
  }

  @Override
  protected void dies(String gateway) {
    routes.detach(gateway);
  }

  @Override
  protected void connects(String gateway, long user, String device) {
    routes.online(gateway, user);
  }

  @Override
  protected void leaves(String gateway, long user, String device) {
    routes.offline(gateway, user);
  }
}
