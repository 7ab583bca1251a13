package io.gostacker.verify.subject;

import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.embedded.Ports;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.verify.fault.ClockFaults;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.ProcessFaults;
import io.gostacker.verify.fault.Ways;
import io.gostacker.verify.load.FinalReads;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// All services in one process, as `./run` starts them, on a Redis and a MariaDB beside it.
public final class StandaloneSubject implements Subject {
  private static final String MAIN = "io.gostacker.standalone.StandaloneApplication";

  private final Stores stores;
  private final Ways ways;
  private final SuiteProcess process;
  private final URI gateway;
  private final Setup setup;

  private StandaloneSubject(
      Stores stores, Ways ways, SuiteProcess process, URI gateway, Setup setup) {
    this.stores = stores;
    this.ways = ways;
    this.process = process;
    this.gateway = gateway;
    this.setup = setup;
  }

  /// Starts it and waits until it is ready. The product is taken from this JVM's class path.
  public static StandaloneSubject start(Setup setup) {
    Path folder = setup.folder();
    Stores stores = Stores.start(setup);
    Ways ways = new Ways(setup.seed());
    int port = Ports.free();
    int management = Ports.free();
    Map<String, Object> settings = new HashMap<>(setup.settings());
    settings.put("gostacker.server-api.keys", Stores.KEY);
    settings.putAll(Setup.rateLimits());
    settings.put("management.endpoint.health.probes.enabled", true);
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx768m"));
    command.addAll(setup.jvm());
    command.add(ClockFaults.option(setup.clocks()));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "--port",
            Integer.toString(port),
            "--management-port",
            Integer.toString(management),
            "--data",
            Stores.made(folder.resolve("data")).toString(),
            "--redis-url",
            "redis://:%s@127.0.0.1:%d"
                .formatted(
                    stores.redis().password(), ways.lay("redis", "server", stores.redis().port())),
            "--mysql-url",
            stores
                .mySql()
                .jdbcUrl(Stores.DATABASE)
                .replace(
                    ":" + stores.mySql().port() + "/",
                    ":" + ways.lay("mysql", "server", stores.mySql().port()) + "/"),
            "--mysql-user",
            EmbeddedMariaDb.USER));
    SuiteProcess process =
        new SuiteProcess(
            "server",
            () -> command,
            settings,
            Map.of("GOSTACKER_MYSQL_PASSWORD", stores.mySql().password()),
            folder.resolve("server.log"),
            new SuiteProcess.Ports("127.0.0.1", port, management));
    URI gateway = URI.create("http://localhost:" + ways.lay("clients", "server", port));
    StandaloneSubject subject = new StandaloneSubject(stores, ways, process, gateway, setup);
    try {
      process.start();
      process.awaitReady();
    } catch (RuntimeException e) {
      subject.close();
      throw e;
    }
    return subject;
  }

  @Override
  public String name() {
    return "standalone";
  }

  @Override
  public List<URI> gateways() {
    return List.of(gateway);
  }

  @Override
  public String key() {
    return Stores.KEY;
  }

  @Override
  public List<Fault> faults() {
    return faults(() -> this, ways, setup);
  }

  /// What can be done to it.
  ///
  /// @param subject asked when something is done to it
  public static List<Fault> faults(Supplier<StandaloneSubject> subject, Ways ways, Setup setup) {
    List<Fault> faults =
        new ArrayList<>(
            new ProcessFaults(setup.seed()).of("server", () -> List.of(subject.get().process)));
    faults.addAll(
        new ClockFaults(setup.seed(), setup.clocks()).of(() -> List.of(subject.get().process)));
    faults.addAll(Stores.faults(() -> subject.get().stores, setup));
    faults.add(new CrowdFaults(() -> List.of(subject.get().process), setup.crowd()).stalled());
    for (String kind : List.of("redis", "mysql", "clients")) {
      faults.addAll(ways.faults(kind));
    }
    return faults;
  }

  @Override
  public boolean hasFeed() {
    return true;
  }

  @Override
  public FinalReads.Database mySql() {
    return stores.database();
  }

  @Override
  public Map<String, Long> processes() {
    return stores.processes(Map.of(process.name(), process.pid()));
  }

  @Override
  public Map<String, String> settings() {
    return Stores.settings("one, Redis, MariaDB");
  }

  @Override
  public void close() {
    process.kill();
    stores.close();
    ways.close();
  }
}
