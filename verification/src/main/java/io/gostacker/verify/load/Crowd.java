package io.gostacker.verify.load;

import io.gostacker.bench.driver.WebSockets;
import io.gostacker.client.Content;
import io.gostacker.client.ServerApi;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Users beside a [Fleet] who hold a socket each and send nothing: many of them, on an event loop
/// of their own. A socket that breaks is opened again at the next gateway, after what the gateway
/// asked for and a wait that grows and is drawn by chance, as the clients of the product do.
public final class Crowd implements AutoCloseable {
  private static final int AT_ONCE = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final WebSockets sockets = new WebSockets();
  private final LoopCalls calls = new LoopCalls(sockets.loop());
  private final ServerApi api;
  private final Random random = new Random(1);
  private final List<URI> gateways;
  private final List<Person> people;
  private final List<CrowdMember> members;
  private boolean comesBack = true;
  private boolean listens = true;
  private int here;
  private int ended;

  /// Makes the users; connects nobody yet. Blocks.
  ///
  /// @param gateways all go to the first
  /// @param key of the server API
  /// @param run tells its users from those of others
  public Crowd(List<URI> gateways, String key, String run, int size) {
    this.gateways = List.copyOf(gateways);
    this.api = new ServerApi(gateways.getFirst(), key);
    this.people = Person.make(api, run, size, 1);
    this.members =
        people.stream().map(person -> new CrowdMember(this, person.tokens().getFirst())).toList();
  }

  /// Connects all, some hundred at a time. Blocks until all are welcomed.
  public void connect() {
    for (int from = 0; from < people.size(); from += AT_ONCE) {
      List<CrowdMember> some = members.subList(from, Math.min(members.size(), from + AT_ONCE));
      int all = from + some.size();
      calls.run(() -> some.forEach(CrowdMember::connect));
      calls.await("%d are here".formatted(all), PATIENCE, () -> here() >= all, this::state);
    }
  }

  private String state() {
    return "%d of %d are connected".formatted(here(), people.size());
  }

  /// Opens a socket. The future is of the connection.
  ///
  /// @param attempt how many were opened before by the same member
  ChannelFuture open(int attempt, String token, ChannelHandler handler) {
    return sockets.open(gateways.get(attempt % gateways.size()), token, handler);
  }

  void later(long millis, Runnable what) {
    sockets.loop().schedule(what, millis, TimeUnit.MILLISECONDS);
  }

  Random random() {
    return random;
  }

  /// One was welcomed. On the loop.
  void welcomed() {
    here++;
  }

  /// A socket has ended. On the loop.
  void lost(boolean wasWelcomed) {
    if (wasWelcomed) {
      here--;
      ended++;
    }
  }

  /// Whether who has lost a socket opens another one. On the loop.
  boolean comesBack() {
    return comesBack;
  }

  /// Whether frames are read. On the loop.
  boolean listens() {
    return listens;
  }

  /// How many are connected and welcomed.
  public int here() {
    return calls.call(() -> here);
  }

  /// How many sockets that had been welcomed have ended.
  public int ended() {
    return calls.call(() -> ended);
  }

  /// Blocks until all are back.
  ///
  /// @return since when
  public Duration awaitBack(long sinceNanos) {
    calls.await("all are back", PATIENCE, () -> here() == people.size(), this::state);
    return Duration.ofNanos(System.nanoTime() - sinceNanos);
  }

  /// From now on nobody reads what comes, and no socket is opened again.
  public void stall() {
    calls.run(() -> {
      comesBack = false;
      listens = false;
      members.forEach(CrowdMember::listen);
    });
  }

  /// They read on. Blocks until all that the product had given up have ended, or some time is over.
  ///
  /// @return how many of them ended
  public int readOn(Duration patience) {
    calls.run(() -> {
      listens = true;
      members.forEach(CrowdMember::listen);
    });
    long end = System.nanoTime() + patience.toNanos();
    while (ended() < people.size() && System.nanoTime() < end) {
      Rest.pause(Duration.ofMillis(100));
    }
    return ended();
  }

  /// Makes a group of all, with its owner beside them, and sends there. Blocks until all is
  /// acknowledged.
  ///
  /// @param characters of each message
  public void flood(String run, int messages, int characters) {
    Person owner = Person.make(api, run + "-owner", 1, 1).getFirst();
    List<String> ids = people.stream().map(Person::id).toList();
    String group = Rest.insist(() -> api.group("crowd", owner.id(), ids)).conversationId();
    Content text = Content.text("x".repeat(characters));
    for (int i = 0; i < messages; i++) {
      String id = "m" + i;
      Rest.insist(() -> api.send(group, owner.id(), id, text));
    }
  }

  @Override
  public void close() {
    calls.run(() -> {
      comesBack = false;
      members.forEach(CrowdMember::end);
    });
    sockets.close();
    api.close();
  }
}
