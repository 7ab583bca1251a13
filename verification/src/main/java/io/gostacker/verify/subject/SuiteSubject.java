package io.gostacker.verify.subject;

import io.gostacker.common.fault.FailPoint;
import io.gostacker.embedded.EmbeddedMariaDb;
import io.gostacker.standalone.ConsulAgent;
import io.gostacker.standalone.StartFailure;
import io.gostacker.standalone.Suite;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.verify.fault.ClockFaults;
import io.gostacker.verify.fault.ConsulFaults;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.Namespaces;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two gateways, two send instances, meta, two flushers, Consul, Redis and MariaDB, all of them
/// processes on this machine, with a way of its own between each process and what it talks with.
public final class SuiteSubject implements Subject {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Stores stores;
  private final ConsulAgent consul;
  private final Wiring wiring;
  private final Suite suite;
  private final List<URI> gateways = new ArrayList<>();
  private final Setup setup;

  private SuiteSubject(Stores stores, ConsulAgent consul, Wiring wiring, Suite suite, Setup setup) {
    this.stores = stores;
    this.consul = consul;
    this.wiring = wiring;
    this.suite = suite;
    this.setup = setup;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @throws StartFailure with what is missing
  public static SuiteSubject start(Setup setup) {
    Path folder = setup.folder();
    Path before = setup.before();
    ConsulAgent consul =
        new ConsulAgent(
            ConsulAgent.find(System.getenv())
                .orElseThrow(() ->
                    new StartFailure(
                        "The suite needs Consul and found none: put it on the PATH, name it in"
                            + " CONSUL_BIN, or build one with dev/consul.sh; or --standalone.")),
            folder.resolve("consul"),
            Stores.made(folder.resolve("logs")).resolve("consul.log"));
    Stores stores = Stores.start(setup);
    Wiring wiring = new Wiring(stores, consul, setup);
    consul.start();
    List<String> jvm = new ArrayList<>(setup.jvm());
    jvm.add("-D" + FailPoint.PROPERTY + "=" + Stores.made(setup.failPoints()));
    jvm.add(ClockFaults.option(setup.clocks()));
    Map<String, Object> settings = new HashMap<>();
    settings.put("spring.datasource.username", EmbeddedMariaDb.USER);
    settings.put("spring.datasource.password", stores.mySql().password());
    settings.put("gostacker.server-api.keys", Stores.KEY);
    settings.putAll(Setup.rateLimits());
    settings.put("gostacker.gateway.reconnect-spread", "2s");
    settings.putAll(setup.settings());
    Suite suite =
        new Suite(
            new Suite.Parts(
                before == null ? setup.home() : before,
                folder,
                folder.resolve("logs"),
                0,
                consul.port(),
                settings,
                wiring::place,
                SECRET,
                jvm));
    SuiteSubject subject = new SuiteSubject(stores, consul, wiring, suite, setup);
    try {
      suite.start();
    } catch (RuntimeException e) {
      subject.close();
      throw e;
    }
    suite.gateways().forEach(gateway -> subject.gateways.add(wiring.forClients(gateway)));
    return subject;
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
    return faults(() -> this, wiring.ways(), wiring.network(), setup);
  }

  /// What can be done to a suite.
  ///
  /// @param subject asked when something is done to it
  /// @param network null when there are no namespaces
  public static List<Fault> faults(
      Supplier<SuiteSubject> subject, Ways ways, @Nullable Namespaces network, Setup setup) {
    ProcessFaults processes = new ProcessFaults(setup.seed());
    List<Fault> faults = new ArrayList<>();
    faults.addAll(processes.of("gateway", () -> subject.get().suite.gateways()));
    faults.addAll(processes.of("send", () -> subject.get().suite.sends()));
    faults.addAll(processes.of("meta", () -> List.of(subject.get().suite.meta())));
    faults.addAll(processes.of("flusher", () -> subject.get().suite.flushers()));
    Path points = setup.failPoints();
    faults.addAll(
        processes.dying(
            "send",
            () -> subject.get().suite.sends(),
            points,
            FailPoint.SEND_BEFORE_APPEND,
            FailPoint.SEND_AFTER_APPEND,
            FailPoint.SEND_IN_FAN_OUT,
            FailPoint.SEND_AFTER_ANSWER));
    faults.addAll(
        processes.dying(
            "flusher",
            () -> subject.get().suite.flushers(),
            points,
            FailPoint.FLUSHER_AFTER_COMMIT));
    faults.add(processes.rolling(() -> subject.get().suite.all()));
    Path before = setup.before();
    if (before != null) {
      faults.add(processes.upgrade(() -> subject.get().suite, before, setup.home()));
    }
    faults.addAll(
        new ClockFaults(setup.seed(), setup.clocks()).of(() -> subject.get().suite.all()));
    faults.addAll(Stores.faults(() -> subject.get().stores, setup));
    faults.addAll(new ConsulFaults(() -> subject.get().consul).all());
    CrowdFaults crowds = new CrowdFaults(() -> subject.get().suite.gateways(), setup.crowd());
    faults.add(crowds.stalled());
    faults.add(crowds.herd());
    for (String kind : List.of("redis", "mysql", "consul", "clients")) {
      faults.addAll(ways.faults(kind));
    }
    faults.addAll(network == null ? ways.faults("send") : network.faults());
    return faults;
  }

  @Override
  public boolean hasFeed() {
    return setup.before() == null; // an earlier version may tell of nothing
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
    wiring.close();
  }
}
