package io.gostacker.gateway.session;

import java.util.UUID;

/// The name of this gateway. It differs with each start of the process, so that routes of an
/// earlier one lead nowhere.
public record GatewayId(String value) {

  public static GatewayId random() {
    return new GatewayId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
