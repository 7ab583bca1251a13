package io.gostacker.verify.load;

import io.gostacker.bench.driver.WebSockets;
import io.gostacker.client.ServerApi;
import io.gostacker.verify.history.Event;
import io.gostacker.verify.history.HistoryWriter;
import io.gostacker.verify.load.Population.Talk;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// All devices of a load, on one event loop, which is why the order of its history is the order in
/// which things happened.
public final class Fleet implements AutoCloseable {
  private static final long TICK_MILLIS = 5;
  private static final int CHECKS = 20;
  private static final int MAX_UNANSWERED = 64;
  private static final int ATTEMPTS = 8;
  private static final double HOT_SHARE = 0.5;
  private static final int HOT = 10;
  private static final int MAX_NAMED = 5;
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final WebSockets sockets = new WebSockets();
  private final LoopCalls calls = new LoopCalls(sockets.loop());
  private final Rest rest = new Rest();
  private final List<URI> gateways;
  private final Population population;
  private final HistoryWriter history;
  private final Scale scale;
  private final Random random;
  private final Repetitions repetitions;
  private final List<Device> devices = new ArrayList<>();
  private final Set<Long> absent = new HashSet<>();
  private final Map<Long, Long> removedAt = new ConcurrentHashMap<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AnswerWatch answers = new AnswerWatch();
  private long longestGap;
  private int messages;
  private int ticks;
  private double owed;
  private long lastTick;
  private boolean sending;

  /// Makes users and conversations, and writes them down; connects nobody yet. Blocks.
  ///
  /// @param key of the server API
  /// @param run tells its users from those of other loads
  public Fleet(
      List<URI> gateways, String key, Scale scale, String run, long seed, HistoryWriter history) {
    this.gateways = List.copyOf(gateways);
    this.scale = scale;
    this.random = new Random(seed);
    this.repetitions = new Repetitions(this, random);
    this.history = history;
    try (ServerApi api = new ServerApi(gateways.getFirst(), key)) {
      this.population = Population.make(api, scale, run, new Random(seed));
    }
    population.tell(history);
    for (int user = 0; user < population.people().size(); user++) {
      for (String token : population.people().get(user).tokens()) {
        devices.add(new Device(this, devices.size(), user, token));
      }
    }
  }

  /// Connects all and begins to send.
  public void start() {
    calls.run(() -> devices.forEach(Device::connect));
    await("all devices connected", Duration.ofMinutes(1), this::allReady);
    calls.run(() -> {
      sending = true;
      lastTick = System.nanoTime();
      loop().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    });
  }

  EventLoop loop() {
    return sockets.loop();
  }

  WebSockets sockets() {
    return sockets;
  }

  HistoryWriter history() {
    return history;
  }

  Random random() {
    return random;
  }

  List<URI> gateways() {
    return gateways;
  }

  URI gateway(int number) {
    return gateways.get(Math.floorMod(number, gateways.size()));
  }

  String talkId(int talk) {
    return population.talks().get(talk).id();
  }

  int talk(String id) {
    return population.talk(id);
  }

  Population population() {
    return population;
  }

  Rest rest() {
    return rest;
  }

  /// Messages that were acknowledged so far.
  public long acknowledged() {
    return acknowledged.get();
  }

  /// How often a message was to be repeated.
  public long refusals() {
    return refused.get();
  }

  void refused() {
    refused.incrementAndGet();
  }

  /// A device has caught up again after it had lost its socket.
  void back(long nanos) {
    longestGap = Math.max(longestGap, nanos);
  }

  /// The longest time that a device was without a socket, or had not caught up, since this was
  /// asked last; of those that are back.
  public Duration takeLongestGap() {
    return onLoop(() -> {
      Duration longest = Duration.ofNanos(longestGap);
      longestGap = 0;
      return longest;
    });
  }

  /// See [AnswerWatch]; since this was asked last.
  public AnswerWatch.Times takeAnswerTimes() {
    return onLoop(() -> {
      devices.forEach(Device::beginSteady);
      return answers.take();
    });
  }

  private void tick() {
    long now = System.nanoTime();
    if (++ticks % CHECKS == 0) {
      devices.forEach(device -> device.tick(now));
    }
    if (sending) {
      owed = Math.min(scale.perSecond(), owed + scale.perSecond() * (now - lastTick) / 1e9);
      for (; owed >= 1; owed--) {
        sendOne();
      }
    }
    lastTick = now;
  }

  private void sendOne() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int hot = Math.max(1, population.talks().size() / HOT);
      int talk = random.nextInt(random.nextDouble() < HOT_SHARE ? hot : population.talks().size());
      List<Integer> members = population.talks().get(talk).members();
      int user = members.get(random.nextInt(members.size()));
      Device device = anyDevice(user);
      if (device.isReady() && device.unanswered() < MAX_UNANSWERED && isPresent(talk, user)) {
        device.send(talk, messages++);
        return;
      }
    }
  }

  /// A device was told for the first time that a message stands.
  ///
  /// @param since when it was first sent, by [System#nanoTime]
  void acknowledged(Device device, int talk, int message, long seq, long since) {
    acknowledged.incrementAndGet();
    answers.answered(System.nanoTime() - since, device.isSteady());
    repetitions.acknowledged(device, talk, message, seq, since);
  }

  /// Whether a user may send there, as far as the load goes. On the loop.
  boolean maySend(int talk, int user) {
    return sending && isPresent(talk, user);
  }

  Device anyDevice(int user) {
    return devices.get(user * Scale.DEVICES + random.nextInt(Scale.DEVICES));
  }

  URI anyGateway() {
    return gateways.get(random.nextInt(gateways.size()));
  }

  private static long key(int talk, int user) {
    return ((long) talk << Integer.SIZE) | user;
  }

  private boolean isPresent(int talk, int user) {
    return !absent.contains(key(talk, user));
  }

  /// From now on a user sends nothing there, or may again.
  void present(int talk, int user, boolean present) {
    onLoop(() -> {
      if (present) {
        return absent.remove(key(talk, user));
      }
      removedAt.put(key(talk, user), System.nanoTime());
      return absent.add(key(talk, user));
    });
  }

  /// Whether a user was a member there all the time since, by [System#nanoTime]; from any thread.
  /// Who was taken back in sees only what came after.
  boolean stayed(int talk, int user, long since) {
    Long removed = removedAt.get(key(talk, user));
    return removed == null || removed - since < 0;
  }

  /// Whether all are connected and nothing waits for longer than a second.
  public boolean isWell() {
    return onLoop(() -> {
      long now = System.nanoTime();
      return devices.stream().allMatch(each -> each.isReady() && !each.waitsFor(LATE_NANOS, now));
    });
  }

  /// Spreads the devices over the gateways again, and returns when they are connected.
  public void spread() {
    calls.run(() -> devices.forEach(Device::goHome));
    Rest.pause(Duration.ofSeconds(1));
    await("all are back", Duration.ofMinutes(1), this::allReady);
  }

  private boolean allReady() {
    return onLoop(() -> devices.stream().allMatch(Device::isReady));
  }

  private boolean isIdle() {
    return onLoop(
        () -> devices.stream().allMatch(each -> each.isReady() && each.unanswered() == 0));
  }

  /// Sends no more, waits until everything is answered and handed out, then lets every device look
  /// once whether it has everything.
  public void finish() {
    onLoop(() -> sending = false);
    await("all is answered", Duration.ofMinutes(3), this::isIdle);
    Rest.pause(Duration.ofSeconds(2)); // what is on its way, and repeats, arrive
    await("all is handed out", Duration.ofMinutes(1), this::isIdle);
    calls.run(() -> {
      history.write(new Event.Quiet());
      devices.forEach(Device::sync);
    });
    await("all have looked", Duration.ofMinutes(2), this::allReady);
  }

  List<Talk> talks() {
    return population.talks();
  }

  private <T> T onLoop(Callable<T> what) {
    return calls.call(what);
  }

  private void await(String what, Duration patience, BooleanSupplier condition) {
    calls.await(what, patience, condition, this::state);
  }

  /// How it is, in words.
  public String state() {
    return onLoop(() -> {
      List<String> troubled =
          devices.stream()
              .filter(each -> !each.isReady() || each.unanswered() > 0)
              .map(Device::state)
              .limit(MAX_NAMED)
              .toList();
      return "%d of %d devices ready; %s"
          .formatted(devices.stream().filter(Device::isReady).count(), devices.size(), troubled);
    });
  }

  @Override
  public void close() {
    calls.run(() -> devices.forEach(Device::end));
    sockets.close();
  }
}
