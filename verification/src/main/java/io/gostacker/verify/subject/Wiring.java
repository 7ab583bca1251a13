package io.gostacker.verify.subject;

import io.gostacker.embedded.Ports;
import io.gostacker.standalone.ConsulAgent;
import io.gostacker.standalone.Place;
import io.gostacker.standalone.SuiteProcess;
import io.gostacker.verify.fault.Namespaces;
import io.gostacker.verify.fault.Ways;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the processes of a suite reach the stores, Consul and each other, so that what is between
/// them can be hurt: a way of its own from each to each store and to Consul, and either a way to
/// each send instance, or a network namespace for each process.
final class Wiring implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Stores stores;
  private final ConsulAgent consul;
  private final Ways ways;
  private final @Nullable Namespaces network;

  Wiring(Stores stores, ConsulAgent consul, Setup setup) {
    this.stores = stores;
    this.consul = consul;
    this.ways = new Ways(setup.seed());
    this.network = setup.hasNamespaces() ? new Namespaces(setup.seed()) : null;
  }

  Ways ways() {
    return ways;
  }

  @Nullable Namespaces network() {
    return network;
  }

  /// Where a process runs, with all that it is told of the others.
  Place place(String name) {
    Namespaces spaces = network;
    String outside = spaces == null ? LOOPBACK : spaces.host();
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        "gostacker.redis.url",
        "redis://:%s@%s:%d"
            .formatted(
                stores.redis().password(),
                outside,
                lay("redis", name, outside, stores.redis().port())));
    if (!name.startsWith("gateway")) {
      String url = stores.mySql().jdbcUrl(Stores.DATABASE);
      int port = lay("mysql", name, outside, stores.mySql().port());
      settings.put(
          "spring.datasource.url", url.replaceFirst("//[^/]+/", "//" + outside + ":" + port + "/"));
    }
    settings.put("spring.cloud.consul.host", outside);
    settings.put("spring.cloud.consul.port", lay("consul", name, outside, consul.port()));
    if (spaces != null) {
      String address = spaces.add(name);
      settings.put("gostacker.internal.host", address);
      return new Place(address, spaces.prefix(name), settings);
    }
    if (name.startsWith("send")) {
      leadToSend(name, settings);
    }
    return Place.here(settings);
  }

  private int lay(String kind, String name, String from, int port) {
    return ways.lay(
        kind, name, new InetSocketAddress(from, 0), new InetSocketAddress(LOOPBACK, port));
  }

  /// It listens at 127.0.0.1 and tells the others of an address where a way to it begins.
  private void leadToSend(String name, Map<String, Object> settings) {
    int port = Ports.free();
    String host = "127.0.1." + name.substring(name.length() - 1);
    ways.lay(
        "send", name, new InetSocketAddress(host, port), new InetSocketAddress(LOOPBACK, port));
    settings.put("gostacker.internal.port", port);
    settings.put("gostacker.internal.host", host);
    settings.put("gostacker.internal.bind", LOOPBACK);
    settings.put(
        "spring.cloud.consul.discovery.health-check-url",
        "http://127.0.0.1:${management.server.port:${server.port}}/actuator/health/readiness");
  }

  /// The address by which clients reach a gateway.
  URI forClients(SuiteProcess gateway) {
    int port =
        ways.lay(
            "clients",
            gateway.name(),
            new InetSocketAddress(LOOPBACK, 0),
            new InetSocketAddress(gateway.host(), gateway.port()));
    return URI.create("http://localhost:" + port);
  }

  @Override
  public void close() {
    ways.close();
    if (network != null) {
      network.close();
    }
  }
}
