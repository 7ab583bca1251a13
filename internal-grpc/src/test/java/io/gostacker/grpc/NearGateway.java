package io.gostacker.grpc;

import static org.awaitility.Awaitility.await;

import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.grpc.link.Links;
import io.gostacker.grpc.link.RemoteRoutes;
import io.gostacker.grpc.link.RemoteSend;
import io.gostacker.grpc.peer.InternalTls;
import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerCredentials;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.testkit.transport.TransportContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The near side: a gateway that knows some instances.
final class NearGateway implements TransportContract.Transport {
  /// So many that it never happens that one of two instances is the owner of all.
  static final Shards SHARDS = new Shards(64);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Links links;
  private final RemoteSend send;
  private final RemoteRoutes routes;
  private final Runnable afterwards;

  NearGateway(Set<Peer> peers, Runnable afterwards) {
    this(peers, FarInstance.SECRET, afterwards);
  }

  NearGateway(Set<Peer> peers, String secret, Runnable afterwards) {
    this(peers, secret, null, afterwards);
  }

  NearGateway(Set<Peer> peers, String secret, @Nullable InternalTls tls, Runnable afterwards) {
    PeerCredentials credentials = new PeerCredentials(PeerRole.GATEWAY, secret);
    this.links = new Links(() -> peers, new PeerChannels(credentials, tls), meters);
    this.send = new RemoteSend(links, SHARDS, meters);
    this.routes = new RemoteRoutes(links, SHARDS);
    this.afterwards = afterwards;
  }

  double counted(String counter) {
    return meters.counter(counter).count();
  }

  Links links() {
    return links;
  }

  @Override
  public SendPort send() {
    return send;
  }

  @Override
  public RoutePort routes() {
    return routes;
  }

  @Override
  public void start() {
    links.start();
    await().atMost(Duration.ofSeconds(30)).until(links::isUsable);
  }

  @Override
  public void close() {
    links.close();
    afterwards.run();
  }
}
