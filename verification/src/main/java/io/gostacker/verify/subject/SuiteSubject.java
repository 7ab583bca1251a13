package io.gostacker.verify.subject;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.Ports;
import io.gostacker.standalone.ConsulAgent;
import io.gostacker.standalone.StartFailure;
import io.gostacker.standalone.Suite;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.ProcessFaults;
import io.gostacker.verify.fault.StoreFaults;
import io.gostacker.verify.fault.Ways;
import io.gostacker.verify.load.FinalReads;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Two gateways, two send instances, meta, two flushers, Consul, Redis and MariaDB, all of them
/// processes on this machine, with a way of its own between each process and what it talks with.
public final class SuiteSubject implements Subject {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final Duration LONG = Duration.ofSeconds(6);

  private final Stores stores;
  private final ConsulAgent consul;
  private final Ways ways;
  private final Suite suite;
  private final List<URI> gateways = new ArrayList<>();
  private final long seed;

  private SuiteSubject(Stores stores, ConsulAgent consul, Ways ways, Suite suite, long seed) {
    this.stores = stores;
    this.consul = consul;
    this.ways = ways;
    this.suite = suite;
    this.seed = seed;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @param home the folder that has `apps/`
  /// @param folder for all data and logs; empty
  /// @param more settings for all processes
  /// @throws StartFailure with what is missing
  public static SuiteSubject start(
      Path home, Path folder, long seed, Map<String, Object> more, List<String> jvm) {
    ConsulAgent consul =
        new ConsulAgent(
            ConsulAgent.find(System.getenv())
                .orElseThrow(() ->
                    new StartFailure(
                        "The suite needs Consul and found none: put it on the PATH, name it in"
                            + " CONSUL_BIN, or build one with dev/consul.sh; or --standalone.")),
            folder.resolve("consul"),
            Stores.made(folder.resolve("logs")).resolve("consul.log"));
    Stores stores = Stores.start(folder);
    Ways ways = new Ways(seed);
    consul.start();
    Map<String, Object> settings = new HashMap<>();
    settings.put("spring.datasource.username", EmbeddedMariaDb.USER);
    settings.put("spring.datasource.password", stores.mySql().password());
    settings.put("gostacker.server-api.keys", Stores.KEY);
    settings.put("gostacker.rate-limit.enabled", false);
    settings.put("gostacker.gateway.reconnect-spread", "2s");
    settings.putAll(more);
    Suite suite =
        new Suite(
            new Suite.Parts(
                home,
                folder,
                folder.resolve("logs"),
                0,
                consul.port(),
                settings,
                name -> own(name, stores, consul, ways),
                SECRET,
                jvm));
    SuiteSubject subject = new SuiteSubject(stores, consul, ways, suite, seed);
    try {
      suite.start();
    } catch (RuntimeException e) {
      subject.close();
      throw e;
    }
    suite
        .gateways()
        .forEach(gateway ->
            subject.gateways.add(
                URI.create(
                    "http://localhost:" + ways.lay("clients", gateway.name(), gateway.port()))));
    return subject;
  }

  /// Each process reaches the stores, Consul and the send instances by ways of its own.
  private static Map<String, Object> own(
      String name, Stores stores, ConsulAgent consul, Ways ways) {
    Map<String, Object> own = new HashMap<>();
    int redis = ways.lay("redis", name, stores.redis().port());
    own.put("gostacker.redis.url", "redis://:" + stores.redis().password() + "@127.0.0.1:" + redis);
    if (!name.startsWith("gateway")) {
      int mySql = ways.lay("mysql", name, stores.mySql().port());
      own.put(
          "spring.datasource.url",
          stores
              .mySql()
              .jdbcUrl(Stores.DATABASE)
              .replace(":" + stores.mySql().port() + "/", ":" + mySql + "/"));
    }
    own.put("spring.cloud.consul.port", ways.lay("consul", name, consul.port()));
    if (name.startsWith("send")) {
      // It listens at 127.0.0.1 and tells the others of an address where a way to it begins.
      int port = Ports.free();
      String host = "127.0.1." + name.substring(name.length() - 1);
      ways.lay(
          "send",
          name,
          new InetSocketAddress(host, port),
          new InetSocketAddress("127.0.0.1", port));
      own.put("gostacker.internal.port", port);
      own.put("gostacker.internal.host", host);
      own.put("gostacker.internal.bind", "127.0.0.1");
      own.put(
          "spring.cloud.consul.discovery.health-check-url",
          "http://127.0.0.1:${management.server.port:${server.port}}/actuator/health/readiness");
    }
    return own;
  }

  @Override
  public String name() {
    return "suite";
  }

  @Override
  public List<URI> gateways() {
    return gateways;
  }

  @Override
  public String key() {
    return Stores.KEY;
  }

  @Override
  public List<Fault> faults() {
    return faults(() -> this, ways, seed);
  }

  /// What can be done to a suite.
  ///
  /// @param subject asked when something is done to it
  public static List<Fault> faults(Supplier<SuiteSubject> subject, Ways ways, long seed) {
    ProcessFaults processes = new ProcessFaults(seed);
    List<Fault> faults = new ArrayList<>();
    faults.addAll(processes.of("gateway", () -> subject.get().suite.gateways()));
    faults.addAll(processes.of("send", () -> subject.get().suite.sends()));
    faults.addAll(processes.of("meta", () -> List.of(subject.get().suite.meta())));
    faults.addAll(processes.of("flusher", () -> subject.get().suite.flushers()));
    faults.add(processes.rolling(() -> subject.get().suite.all()));
    faults.addAll(
        new StoreFaults(() -> subject.get().stores.redis(), () -> subject.get().stores.mySql())
            .all());
    faults.add(
        new Fault(
            "consul-killed",
            "Consul is killed",
            LONG,
            () -> subject.get().consul.stop(),
            () -> subject.get().consul.start()));
    for (String kind : List.of("redis", "mysql", "consul", "send", "clients")) {
      faults.addAll(ways.faults(kind));
    }
    return faults;
  }

  @Override
  public FinalReads.Database mySql() {
    return stores.database();
  }

  @Override
  public Map<String, Long> processes() {
    return stores.processes(
        suite.all().stream().collect(Collectors.toMap(SuiteProcess::name, SuiteProcess::pid)));
  }

  @Override
  public Map<String, String> settings() {
    return Stores.settings(
        "2 gateways, 2 send instances, meta, 2 flushers, Consul, Redis, MariaDB");
  }

  @Override
  public void close() {
    suite.kill();
    consul.stop();
    stores.close();
    ways.close();
  }
}
