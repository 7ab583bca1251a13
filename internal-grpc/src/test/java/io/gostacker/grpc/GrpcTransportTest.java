package io.gostacker.grpc;

import io.gostacker.testkit.transport.PlayedSend;
import io.gostacker.testkit.transport.TransportContract;

/// `gostacker.push.mode: gateway`.
class GrpcTransportTest extends TransportContract {

  @Override
  protected Transport to(PlayedSend far) {
    FarInstance instance = FarInstance.start(far);
    return new NearGateway(java.util.Set.of(instance.peer()), instance::close);
  }
}
