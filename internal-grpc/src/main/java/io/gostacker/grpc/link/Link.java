package io.gostacker.grpc.link;

import io.gostacker.common.transport.Command;
import io.gostacker.grpc.peer.Peer;
import io.gostacker.grpc.stream.Outlet;
import io.gostacker.grpc.wire.CommandStream;
import io.gostacker.grpc.wire.CommandStream.Answer;
import io.gostacker.grpc.wire.CommandStream.Call;
import io.gostacker.grpc.wire.CommandStream.Message;
import io.gostacker.grpc.wire.Methods;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection with one send instance, from its beginning to its end; after that there is a new
/// one. It is over when the connection breaks or nothing is heard for a second: a stopped process
/// still has its TCP connections. Thread-safe.
final class Link {
  private static final Logger log = LoggerFactory.getLogger(Link.class);

  /// Calls that may wait for the other side to read them.
  private static final int MAX_WAITING = 50_000;

  private static final int CALL_BYTES = 128;

  private final Peer peer;
  private final Owner owner;
  private final ManagedChannel channel;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong pings = new AtomicLong();
  private volatile CallOptions options = CallOptions.DEFAULT;
  private volatile @Nullable Outlet<Call> outlet;
  private volatile @Nullable RouteFeed feed;
  private volatile long heard = System.nanoTime();
  private volatile boolean answering;
  private volatile boolean leaving;
  private boolean counted;

  /// Whom a link tells what happens. Called on gRPC's threads: return at once.
  interface Owner {
    /// The link may be used from now on, or the instance has said that it leaves.
    void changed(Link link);

    void answered(Link link, Answer answer);

    /// Nothing comes over the link any more.
    void over(Link link);
  }

  Link(Peer peer, ManagedChannel channel, Owner owner) {
    this.peer = peer;
    this.channel = channel;
    this.owner = owner;
  }

  /// Opens the streams.
  ///
  /// @param routes of the gateway that this process is, or null
  void open(CallCredentials credentials, Executor thread, @Nullable RemoteRoutes routes) {
    CallOptions shown = CallOptions.DEFAULT.withCallCredentials(credentials);
    options = shown;
    Receiver receiver = new Receiver(thread);
    ClientCalls.asyncBidiStreamingCall(channel.newCall(Methods.COMMANDS, shown), receiver);
    outlet = receiver.unstarted;
    if (routes != null) {
      routes.feed(this, shown, thread);
    }
    beat();
  }

  /// Asks and waits for the answer.
  ///
  /// @throws io.grpc.StatusRuntimeException if there is none in time
  byte[] ask(byte[] query, Duration patience) {
    return ClientCalls.blockingUnaryCall(
        channel,
        Methods.ASK,
        options.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS),
        query);
  }

  Peer peer() {
    return peer;
  }

  ManagedChannel channel() {
    return channel;
  }

  void feed(RouteFeed routes) {
    feed = routes;
  }

  @Nullable RouteFeed feed() {
    return feed;
  }

  /// Whether commands and routes get through.
  boolean isUp() {
    RouteFeed routes = feed;
    return answering && !over.get() && (routes == null || routes.isAttached());
  }

  boolean isOver() {
    return over.get();
  }

  /// Whether new commands may go there.
  boolean isUsable() {
    return isUp() && !leaving;
  }

  /// Notes that it is up, or over.
  ///
  /// @return whether that had not been noted before
  synchronized boolean countUp() {
    boolean first = !counted;
    counted = true;
    return first;
  }

  boolean offer(Call call) {
    Outlet<Call> out = outlet;
    return out != null && out.offer(call);
  }

  /// Says something, so that the other side has something to answer.
  void beat() {
    Outlet<Call> out = outlet;
    if (out != null) {
      out.send(CommandStream.ping(pings.incrementAndGet()));
    }
    RouteFeed routes = feed;
    if (routes != null) {
      routes.beat();
    }
  }

  /// Ends the link if nothing was heard for too long.
  void check(Duration silence, long now) {
    RouteFeed routes = feed;
    long last = routes == null ? heard : Math.min(heard, routes.heard());
    if (now - last > silence.toNanos()) {
      end("it has been silent for " + silence.toMillis() + " ms");
    }
  }

  /// This process itself was stopped for a while: what came meanwhile has not been read yet.
  void forgive(long now) {
    heard = now;
    RouteFeed routes = feed;
    if (routes != null) {
      routes.forgive(now);
    }
  }

  void end(String why) {
    if (over.compareAndSet(false, true)) {
      if (answering) {
        log.warn("The connection with send instance {} is over: {}", peer, why);
      }
      Outlet<Call> out = outlet;
      if (out != null) {
        out.close();
      }
      RouteFeed routes = feed;
      if (routes != null) {
        routes.end();
      }
      channel.shutdownNow();
      owner.over(this);
    }
  }

  void attached() {
    owner.changed(this);
  }

  private final class Receiver implements ClientResponseObserver<byte[], byte[]> {
    private final Executor thread;
    private @Nullable Outlet<Call> unstarted;

    Receiver(Executor thread) {
      this.thread = thread;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
      Outlet<Call> out =
          new Outlet<>(
              stream, thread, new Outlet.Form<>(CommandStream::calls, Link::weight), MAX_WAITING);
      stream.setOnReadyHandler(out::ready);
      unstarted = out;
    }

    @Override
    public void onNext(byte[] bytes) {
      heard = System.nanoTime();
      switch (CommandStream.decode(bytes)) {
        case Message.Ping ping -> {
          if (!answering) {
            answering = true;
            owner.changed(Link.this);
          }
        }
        case Message.Answers answers ->
            answers.answers().forEach(answer -> owner.answered(Link.this, answer));
        case Message.Goodbye goodbye -> {
          leaving = true;
          owner.changed(Link.this);
        }
        case Message.Calls calls ->
            throw new IllegalArgumentException("calls from a send instance");
      }
    }

    @Override
    public void onError(Throwable failure) {
      log.debug("The stream of commands to {} broke", peer, failure);
      end(String.valueOf(failure.getMessage()));
    }

    @Override
    public void onCompleted() {
      end("it has ended");
    }
  }

  private static int weight(Call call) {
    return switch (call.command()) {
      case Command.SendMessage send -> CALL_BYTES + send.content().length;
      case Command.Create create -> CALL_BYTES + create.memberIds().length * Long.BYTES;
      case Command.AddMembers add -> CALL_BYTES + add.userIds().length * Long.BYTES;
      default -> CALL_BYTES;
    };
  }
}
