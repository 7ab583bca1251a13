package io.gostacker.grpc.link;

/// Where a send instance takes internal calls.
public record SendPeer(String host, int port) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
