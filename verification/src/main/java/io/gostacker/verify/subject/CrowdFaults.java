package io.gostacker.verify.subject;

import io.gostacker.standalone.SuiteProcess;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.Crowd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What many users do to a gateway at once. They connect to it directly, not by a way that can be
/// bad, which would take the descriptors of the driver.
final class CrowdFaults {
  private static final int MESSAGES = 150;
  private static final int CHARACTERS = 14_000;
  private static final Duration STALL = Duration.ofSeconds(14);
  private static final Duration GIVEN_UP = Duration.ofSeconds(30);

  private final Supplier<List<SuiteProcess>> gateways;
  private final int size;
  private @Nullable Crowd crowd;
  private long hurtAt;
  private String told = "";

  /// @param gateways asked when something is done; the first is hurt
  /// @param size how many users
  CrowdFaults(Supplier<List<SuiteProcess>> gateways, int size) {
    this.gateways = gateways;
    this.size = size;
  }

  /// Readers that stall: for one process or more.
  Fault stalled() {
    return new Fault(
        "readers-stalled",
        "%,d sockets read no more, and are sent 2 MB each".formatted(size),
        Duration.ofMillis(100),
        () -> connected("stalled"),
        this::stall,
        this::readOn,
        () -> told);
  }

  /// A herd that comes back: for more than one gateway.
  Fault herd() {
    return new Fault(
        "gateway-herd",
        "a gateway that holds %,d sockets is killed".formatted(size),
        Duration.ofMillis(100),
        () -> connected("herd"),
        this::killWithHerd,
        this::awaitHerd,
        () -> told);
  }

  private void connected(String run) {
    List<URI> addresses =
        gateways.get().stream()
            .map(gateway -> URI.create("http://" + gateway.host() + ":" + gateway.port()))
            .toList();
    Crowd connecting = new Crowd(addresses, Stores.KEY, run + System.nanoTime(), size);
    crowd = connecting;
    connecting.connect();
  }

  private SuiteProcess hurt() {
    return gateways.get().getFirst();
  }

  private long residentMib() {
    return Usage.of(Map.of("hurt", hurt().pid()))
        .getOrDefault("hurt", new Usage(0, 0))
        .residentMib();
  }

  private void stall() throws InterruptedException {
    Crowd stalling = left();
    long before = residentMib();
    stalling.stall();
    stalling.flood("stalled" + before, MESSAGES, CHARACTERS);
    told = "memory of the gateway %d MiB before".formatted(before);
    Thread.sleep(STALL); // which begins when all was sent
  }

  private void readOn() {
    Crowd stalled = left();
    told += ", %d MiB while they stalled".formatted(residentMib());
    int ended = stalled.readOn(GIVEN_UP);
    stalled.close();
    told += "; it gave up %,d of %,d".formatted(ended, size);
    if (ended < size) {
      throw new IllegalStateException("not all stalled readers were given up: " + told);
    }
  }

  private void killWithHerd() {
    told = "%d MiB with %,d sockets".formatted(residentMib(), size);
    hurtAt = System.nanoTime();
    hurt().kill();
  }

  private void awaitHerd() {
    Crowd herd = left();
    Duration back = herd.awaitBack(hurtAt);
    herd.close();
    told += "; all back after %.1f s".formatted(back.toMillis() / 1000.0);
    hurt().start();
    hurt().awaitReady();
  }

  private Crowd left() {
    Crowd current = crowd;
    if (current == null) {
      throw new IllegalStateException("nobody was connected");
    }
    return current;
  }
}
