package io.gostacker.grpc.endpoint;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.RoutePort;
import io.gostacker.common.transport.SendPort;
import io.gostacker.common.web.Outages;
import io.gostacker.grpc.peer.InternalSettings;
import io.gostacker.grpc.peer.PeerCheck;
import io.gostacker.grpc.peer.PeerRole;
import io.gostacker.grpc.wire.AnswerCodec;
import io.gostacker.grpc.wire.Methods;
import io.gostacker.grpc.wire.Query;
import io.gostacker.grpc.wire.QueryCodec;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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

/// Where gateways and meta call a send instance, on its internal port.
public final class SendEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SendEndpoint.class);
  private static final Set<PeerRole> CALLERS = Set.of(PeerRole.GATEWAY, PeerRole.META);

  /// Who is not heard for so long is gone: a live one says something four times a second.
  static final Duration SILENCE = Duration.ofSeconds(5);

  private final SendPort send;
  private final RoutePort routes;
  private final Server server;
  private final Set<CallerStream> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService out =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("internal-out").daemon().factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("internal-callers").daemon().factory());

  private SendEndpoint(SendPort send, RoutePort routes, InternalSettings settings) {
    this.send = send;
    this.routes = routes;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(settings.host(), settings.port()))
            .directExecutor()
            .maxInboundMessageSize(Methods.MAX_MESSAGE)
            .flowControlWindow(1 << 20)
            .addService(
                ServerInterceptors.intercept(
                    service(),
                    new PeerCheck(
                        settings.secrets(),
                        Map.of(
                            Methods.COMMANDS.getFullMethodName(), CALLERS,
                            Methods.ASK.getFullMethodName(), CALLERS,
                            Methods.DELIVERIES.getFullMethodName(), Set.of(PeerRole.GATEWAY)))))
            .build();
  }

  /// Begins to listen.
  ///
  /// @throws UncheckedIOException if the port is taken
  public static SendEndpoint start(SendPort send, RoutePort routes, InternalSettings settings) {
    SendEndpoint endpoint = new SendEndpoint(send, routes, settings);
    try {
      endpoint.server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "gostacker.internal.port: cannot listen at " + settings.host() + ":" + settings.port(),
          e);
    }
    long beat = SILENCE.toMillis() / 5;
    endpoint.timer.scheduleAtFixedRate(endpoint.silenceCheck(), beat, beat, TimeUnit.MILLISECONDS);
    log.info("Internal calls at {}:{}", settings.host(), endpoint.port());
    return endpoint;
  }

  /// The port that was taken.
  public int port() {
    return server.getPort();
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(Methods.SERVICE)
        .addMethod(Methods.COMMANDS, ServerCalls.asyncBidiStreamingCall(this::commands))
        .addMethod(Methods.DELIVERIES, ServerCalls.asyncBidiStreamingCall(this::deliveries))
        .addMethod(
            Methods.ASK,
            ServerCalls.asyncUnaryCall((query, answer) ->
                Thread.ofVirtual().name("internal-read").start(() -> answer(query, answer))))
        .build();
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

  /// Asks the callers to go elsewhere with what is new; what is here is still answered.
  public void sayGoodbye() {
    streams.forEach(CallerStream::sayGoodbye);
  }

  /// Ends all calls.
  @Override
  public void close() {
    server.shutdown();
    timer.shutdownNow();
    streams.forEach(CallerStream::end);
    try {
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    out.shutdown();
  }
}
