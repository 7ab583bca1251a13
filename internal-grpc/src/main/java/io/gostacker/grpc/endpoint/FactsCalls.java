package io.gostacker.grpc.endpoint;

import io.gostacker.common.token.AccessFacts;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.grpc.wire.FactsCodec;
import io.gostacker.grpc.wire.FactsCodec.Question;
import io.gostacker.grpc.wire.Methods;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What gateways ask of meta, on virtual threads.
public final class FactsCalls implements InternalService {
  private static final Logger log = LoggerFactory.getLogger(FactsCalls.class);

  private final AccessFacts facts;

  public FactsCalls(AccessFacts facts) {
    this.facts = facts;
  }

  @Override
  public ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(Methods.META)
        .addMethod(
            Methods.FACTS,
            ServerCalls.asyncUnaryCall((question, answer) ->
                Thread.ofVirtual().name("internal-facts").start(() -> answer(question, answer))))
        .build();
  }

  @Override
  public Map<String, Set<PeerRole>> callers() {
    return Map.of(Methods.FACTS.getFullMethodName(), Set.of(PeerRole.GATEWAY));
  }

  private void answer(byte[] bytes, StreamObserver<byte[]> answer) {
    byte[] told;
    try {
      Question question = FactsCodec.question(bytes);
      told = FactsCodec.encode(facts.tell(question.sinceMillis(), question.whole()));
    } catch (RuntimeException e) {
      log.warn("A gateway could not be told who may come in", e);
      answer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    answer.onNext(told);
    answer.onCompleted();
  }

  @Override
  public void sayGoodbye() {}

  @Override
  public void close() {}
}
