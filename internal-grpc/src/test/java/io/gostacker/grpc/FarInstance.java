package io.gostacker.grpc;

import io.gostacker.grpc.endpoint.InternalServer;
import io.gostacker.grpc.endpoint.SendCalls;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.Peer;
import io.gostacker.testkit.transport.PlayedSend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A send instance that is played, behind a real port.
public record FarInstance(PlayedSend send, InternalServer endpoint) implements AutoCloseable {
  public static final String SECRET = "0123456789abcdef0123456789abcdef";

  static FarInstance start(PlayedSend send) {
    return start(send, 0);
  }

  static FarInstance start(PlayedSend send, int port) {
    return start(send, port, null);
  }

  static FarInstance start(PlayedSend send, int port, @Nullable InternalTls tls) {
    InternalSettings settings = new InternalSettings(List.of(SECRET), "127.0.0.1", "", port);
    return new FarInstance(send, InternalServer.start(new SendCalls(send, send), settings, tls));
  }

  Peer peer() {
    return new Peer("127.0.0.1", endpoint.port());
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
