package io.gostacker.grpc.endpoint;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Outages;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.grpc.wire.AnswerCodec;
import io.gostacker.grpc.wire.Methods;
import io.gostacker.grpc.wire.Query;
import io.gostacker.grpc.wire.QueryCodec;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What gateways and meta call at a send instance.
public final class SendCalls implements InternalService {
  private static final Logger log = LoggerFactory.getLogger(SendCalls.class);
  private static final Set<PeerRole> CALLERS = Set.of(PeerRole.GATEWAY, PeerRole.META);

  /// Who is not heard for so long is gone: a live one says something four times a second.
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final SendPort send;
  private final RoutePort routes;
  private final Set<CallerStream> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService out =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("internal-out").daemon().factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("internal-callers").daemon().factory());

  public SendCalls(SendPort send, RoutePort routes) {
    this.send = send;
    this.routes = routes;
    long look = SILENCE.toMillis() / 5;
    timer.scheduleAtFixedRate(silenceCheck(), look, look, TimeUnit.MILLISECONDS);
  }

  @Override
  public ServerServiceDefinition definition() {
    return ServerServiceDefinition.builder(Methods.SEND)
        .addMethod(Methods.COMMANDS, ServerCalls.asyncBidiStreamingCall(this::commands))
        .addMethod(Methods.DELIVERIES, ServerCalls.asyncBidiStreamingCall(this::deliveries))
        .addMethod(
            Methods.ASK,
            ServerCalls.asyncUnaryCall((query, answer) ->
                Thread.ofVirtual().name("internal-read").start(() -> answer(query, answer))))
        .build();
  }

  @Override
  public Map<String, Set<PeerRole>> callers() {
    return Map.of(
        Methods.COMMANDS.getFullMethodName(), CALLERS,
        Methods.ASK.getFullMethodName(), CALLERS,
        Methods.DELIVERIES.getFullMethodName(), Set.of(PeerRole.GATEWAY));
  }

  private StreamObserver<byte[]> commands(StreamObserver<byte[]> answers) {
    return join(
        new CommandCalls(send, (ServerCallStreamObserver<byte[]>) answers, out, streams::remove));
  }

  private StreamObserver<byte[]> deliveries(StreamObserver<byte[]> frames) {
    return join(
        new GatewayCalls(routes, (ServerCallStreamObserver<byte[]>) frames, out, streams::remove));
  }

  private CallerStream join(CallerStream stream) {
    streams.add(stream);
    return stream;
  }

  private Runnable silenceCheck() {
    return new Runnable() {
      private long last = System.nanoTime();

      @Override
      public void run() {
        long now = System.nanoTime();
        boolean stopped = now - last > SILENCE.toNanos() / 2; // this process itself was
        last = now;
        streams.forEach(stream -> stream.check(SILENCE, now, stopped));
      }
    };
  }

  private void answer(byte[] query, StreamObserver<byte[]> answer) {
    byte[] bytes;
    try {
      bytes = answer(QueryCodec.decode(query));
    } catch (Refusal refusal) {
      bytes = AnswerCodec.encode(refusal);
    } catch (RuntimeException e) {
      if (Outages.isOutage(e)) {
        bytes =
            AnswerCodec.encode(
                Refusal.of(ErrorCode.UNAVAILABLE, "The database does not answer, try again"));
      } else {
        log.error("A read failed", e);
        answer.onError(Status.INTERNAL.asRuntimeException());
        return;
      }
    }
    answer.onNext(bytes);
    answer.onCompleted();
  }

  private byte[] answer(Query query) {
    return switch (query) {
      case Query.History history -> AnswerCodec.encode(send.history(history.query()));
      case Query.Sync sync -> AnswerCodec.encode(send.sync(sync.query()));
      case Query.Conversation one ->
          AnswerCodec.encode(send.conversation(one.userId(), one.conversationId()));
      case Query.Conversations page ->
          AnswerCodec.encode(send.conversations(page.userId(), page.limit(), page.cursor()));
      case Query.Members page ->
          AnswerCodec.encode(
              send.members(page.userId(), page.conversationId(), page.limit(), page.afterUserId()));
      case Query.Bans page ->
          AnswerCodec.encode(
              send.bans(page.userId(), page.conversationId(), page.limit(), page.afterUserId()));
    };
  }

  /// What is here is still answered.
  @Override
  public void sayGoodbye() {
    streams.forEach(CallerStream::sayGoodbye);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    streams.forEach(CallerStream::end);
    out.shutdown();
  }
}
