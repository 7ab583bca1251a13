package io.gostacker.grpc.peer;

/// Where an instance takes internal calls.
public record Peer(String host, int port) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
