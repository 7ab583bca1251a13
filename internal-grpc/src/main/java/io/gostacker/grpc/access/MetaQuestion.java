package io.gostacker.grpc.access;

import io.gostacker.common.token.AccessFacts.Facts;
import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.peer.PeerChannels;
import io.gostacker.grpc.peer.PeerSource;
import io.gostacker.grpc.wire.FactsCodec;
import io.gostacker.grpc.wire.Methods;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Asks one meta instance after the other until one answers; the one that did is asked first the
/// next time.
public final class MetaQuestion implements RemoteAccess.Question, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final PeerSource source;
  private final PeerChannels to;
  private final Map<Peer, ManagedChannel> channels = new ConcurrentHashMap<>();
  private volatile Set<Peer> named = Set.of();
  private volatile List<Peer> lastAnswered = List.of();

  public MetaQuestion(PeerSource source, PeerChannels to) {
    this.source = source;
    this.to = to;
  }

  @Override
  public Facts ask(long sinceMillis, boolean whole) {
    byte[] question = FactsCodec.encode(new FactsCodec.Question(sinceMillis, whole));
    IllegalStateException failure = new IllegalStateException("no meta instance is known");
    for (Peer peer : inOrder()) {
      try {
        byte[] facts =
            ClientCalls.blockingUnaryCall(
                channels.computeIfAbsent(peer, this::connect),
                Methods.FACTS,
                CallOptions.DEFAULT
                    .withCallCredentials(to.credentials())
                    .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                question);
        lastAnswered = List.of(peer);
        return FactsCodec.facts(facts);
      } catch (StatusRuntimeException e) {
        failure = new IllegalStateException("meta instance " + peer + " does not answer", e);
      }
    }
    throw failure;
  }

  private List<Peer> inOrder() {
    Set<Peer> now = peers();
    List<Peer> order = new ArrayList<>(now);
    order.removeAll(lastAnswered);
    lastAnswered.stream().filter(now::contains).forEach(order::addFirst);
    channels.keySet().stream()
        .filter(peer -> !now.contains(peer))
        .forEach(peer -> {
          ManagedChannel gone = channels.remove(peer);
          if (gone != null) {
            gone.shutdownNow();
          }
        });
    return order;
  }

  /// The last ones that were named: who names them may be down or empty for a while.
  private Set<Peer> peers() {
    try {
      Set<Peer> now = source.peers();
      if (!now.isEmpty()) {
        named = now;
      }
    } catch (RuntimeException e) {
      if (named.isEmpty()) {
        throw e;
      }
    }
    return named;
  }

  private ManagedChannel connect(Peer peer) {
    return to.to(peer).build();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
