package io.gostacker.grpc.process;

import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.peer.PeerSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/// The healthy instances of a service, as the registry has them.
public final class DiscoveredPeers implements PeerSource {
  /// In an instance's metadata: the port of its internal calls.
  static final String INTERNAL_PORT = "internal-port";

  private final DiscoveryClient discovery;
  private final String service;

  /// @param service for instance `gostacker-send`
  public DiscoveredPeers(DiscoveryClient discovery, String service) {
    this.discovery = discovery;
    this.service = service;
  }

  @Override
  public Set<Peer> peers() {
    Set<Peer> peers = new HashSet<>();
    for (ServiceInstance instance : discovery.getInstances(service)) {
      Map<String, String> metadata = instance.getMetadata();
      String port = metadata == null ? null : metadata.get(INTERNAL_PORT);
      if (port != null) {
        peers.add(new Peer(instance.getHost(), Integer.parseInt(port)));
      }
    }
    return peers;
  }
}
