package io.gostacker.grpc;

import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.testkit.transport.PlayedSend;
import io.gostacker.testkit.transport.TransportContract;

/// `gostacker.push.mode: standalone`: the ports themselves.
class InProcessTransportTest extends TransportContract {

  @Override
  protected Transport to(PlayedSend far) {
    return new Transport() {
      @Override
      public SendPort send() {
        return far;
      }

      @Override
      public RoutePort routes() {
        return far;
      }

      @Override
      public void start() {}

      @Override
      public void close() {}
    };
  }
}
