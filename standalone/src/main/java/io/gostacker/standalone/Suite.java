package io.gostacker.standalone;

import io.gostacker.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The four services as processes of their own on one machine: two gateways, two send instances,
/// one meta, two flushers, and two dispatchers of notifications if these are to be processes of
/// their own, found through Consul. Not thread-safe.
public final class Suite {
  private static final int HEAP_MIB = 320;

  private final Parts parts;
  private Path home;
  private final List<SuiteProcess> meta = new ArrayList<>();
  private final List<SuiteProcess> sends = new ArrayList<>();
  private final List<SuiteProcess> flushers = new ArrayList<>();
  private final List<SuiteProcess> dispatchers = new ArrayList<>();
  private final List<SuiteProcess> gateways = new ArrayList<>();

  /// What a suite is made of.
  ///
  /// @param home the folder that has `apps/`
  /// @param data where keys are kept
  /// @param logs where each process prints to
  /// @param port of the first gateway, the second has the next; 0 for free ones
  /// @param settings of all processes: the stores, the API keys and whatever else is asked for
  /// @param places where each process runs, by its name, for instance `send-1`
  /// @param secret that the processes know each other by, at least 32 characters
  /// @param jvm options for each JVM
  public record Parts(
      Path home,
      Path data,
      Path logs,
      int port,
      int consulPort,
      Map<String, Object> settings,
      Function<String, Place> places,
      String secret,
      List<String> jvm) {}

  public Suite(Parts parts) {
    this.parts = parts;
    this.home = parts.home();
    meta.add(process("meta", 1, Ports.free()));
    for (int i = 1; i <= 2; i++) {
      sends.add(process("send", i, Ports.free()));
      flushers.add(process("flusher", i, Ports.free()));
      if ("separate".equals(parts.settings().get("gostacker.push.dispatcher"))) {
        dispatchers.add(process("push", i, Ports.free()));
      }
      int port = parts.port() == 0 ? Ports.free() : parts.port() + i - 1;
      gateways.add(process("gateway", i, port));
    }
  }

  private SuiteProcess process(String service, int number, int port) {
    Map<String, Object> settings = new HashMap<>(parts.settings());
    settings.put("server.port", port);
    settings.put("spring.cloud.consul.host", "127.0.0.1");
    settings.put("spring.cloud.consul.port", parts.consulPort());
    settings.put("gostacker.internal.secrets", parts.secret());
    settings.put("gostacker.token.keys", parts.data().resolve("keys").toString());
    settings.put("gostacker.token.generate-key", true);
    int health = port;
    if (service.equals("gateway") || service.equals("meta")) {
      health = Ports.free();
      settings.put("management.server.port", health);
    }
    String name = service + "-" + number;
    Place place = parts.places().apply(name);
    settings.putAll(place.settings());
    return new SuiteProcess(
        name,
        () -> Stream.concat(place.prefix().stream(), command(service, number).stream()).toList(),
        settings,
        Map.of(),
        parts.logs().resolve(name + ".log"),
        new SuiteProcess.Ports(place.host(), port, health));
  }

  private List<String> command(String service, int number) {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Xmx" + HEAP_MIB + "m");
    command.addAll(parts.jvm());
    command.add(SuiteProcess.MARK + parts.data() + "/");
    command.addAll(ServiceJar.of(home, service).command(java, number == 1));
    return command;
  }

  /// What is started from now on is of another version.
  ///
  /// @param other the folder that has its `apps/`
  public void startFrom(Path other) {
    home = other;
  }

  /// Starts all and waits until all are ready.
  public void start() {
    try {
      Files.createDirectories(parts.logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all().forEach(SuiteProcess::start);
    all().forEach(SuiteProcess::awaitReady);
  }

  public List<SuiteProcess> gateways() {
    return gateways;
  }

  public List<SuiteProcess> sends() {
    return sends;
  }

  public List<SuiteProcess> flushers() {
    return flushers;
  }

  public List<SuiteProcess> dispatchers() {
    return dispatchers;
  }

  public SuiteProcess meta() {
    return meta.getFirst();
  }

  /// Every one of them.
  public List<SuiteProcess> all() {
    return Stream.of(meta, sends, flushers, dispatchers, gateways).flatMap(List::stream).toList();
  }

  /// Stops all in order: first who has clients, last who writes what is left.
  public void stop() {
    Stream.of(gateways, meta, dispatchers, sends, flushers)
        .forEach(group -> {
          group.forEach(SuiteProcess::ask);
          group.forEach(SuiteProcess::await);
        });
  }

  /// Kills all that are left.
  public void kill() {
    all().forEach(SuiteProcess::kill);
  }
}
