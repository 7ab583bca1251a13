package io.gostacker.verify.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A network namespace for each process, all of them on one bridge of this machine, so that packets
/// between any two can be lost while the connections stay: nothing is reset, nothing acknowledged.
/// A packet is lost by sending it to a hardware address that nobody has. For root on Linux only.
public final class Namespaces implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(4);
  private static final String NOBODY = "02:00:00:00:00:fe";
  private static final String OUTSIDE = "";
  private static final Path FILTER = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
  private static final int SUBNETS = 250;

  private final String network;
  private final String bridge;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Random random;

  /// Makes the bridge.
  public Namespaces(long seed) {
    long subnet = 1 + ProcessHandle.current().pid() % SUBNETS;
    this.network = "10.213." + subnet + ".";
    this.bridge = "gostacker" + subnet;
    this.random = new Random(seed);
    Programs.run("ip", "link", "add", bridge, "type", "bridge");
    Programs.run("ip", "addr", "add", host() + "/24", "dev", bridge);
    Programs.run("ip", "link", "set", bridge, "up");
    addresses.put(OUTSIDE, host());
  }

  /// What keeps this process from making some that work, a sentence; empty for nothing.
  public static String obstacle() {
    if (!"root".equals(System.getProperty("user.name")) || !Programs.works("ip", "netns", "list")) {
      return "Network namespaces take root and the program ip (iproute2).";
    }
    try {
      return Files.exists(FILTER) && Files.readString(FILTER).strip().equals("1")
          ? "Packets between namespaces pass this machine's firewall, in which a Docker engine lets"
              + " none through: stop it, or write 0 to "
              + FILTER
          : "";
    } catch (IOException e) {
      return FILTER + " cannot be read: " + e;
    }
  }

  /// The address at which what is in none of them is reached from within.
  public String host() {
    return network + 1;
  }

  /// Makes one.
  ///
  /// @param part what is to run in it
  /// @return its address, reached from all others and from outside
  public String add(String part) {
    String address = network + (addresses.size() + 1);
    String inside = name(part);
    String outside = "gs" + address.substring("10.213.".length());
    addresses.put(part, address);
    Programs.run("ip", "netns", "add", inside);
    Programs.run(
        "ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", inside);
    Programs.run("ip", "link", "set", outside, "master", bridge, "up");
    within(inside, "addr", "add", address + "/24", "dev", "eth0");
    within(inside, "link", "set", "lo", "up");
    within(inside, "link", "set", "eth0", "up");
    return address;
  }

  /// What puts a command into one: its prefix.
  public List<String> prefix(String part) {
    return List.of("ip", "netns", "exec", name(part));
  }

  private String name(String part) {
    return bridge + "-" + part;
  }

  private static void within(String namespace, String... ip) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
    command.addAll(List.of(ip));
    Programs.run(command.toArray(String[]::new));
  }

  /// What can happen to the network.
  public List<Fault> faults() {
    return List.of(
        fault("parted", "no packet passes between two processes", false, true, true),
        fault("deaf", "no packet passes from one process to another", false, true, false),
        fault("isolated", "no packet passes between one process and all else", true, true, true),
        fault("mute", "no packet leaves one process", true, true, false),
        fault("numb", "no packet reaches one process", true, false, true));
  }

  /// @param all whether it is about one process and all else, or about two
  /// @param from whether what the process sends is lost
  /// @param to whether what is sent to it is lost
  private Fault fault(String name, String what, boolean all, boolean from, boolean to) {
    List<String[]> lost = new ArrayList<>();
    return new Fault(
        "net-" + name,
        what,
        LONG,
        () -> {
          lost.clear();
          List<String> parts = new ArrayList<>(addresses.keySet());
          String one = parts.get(1 + random.nextInt(parts.size() - 1));
          parts.remove(one);
          List<String> others =
              all ? parts : List.of(parts.get(1 + random.nextInt(parts.size() - 1)));
          for (String other : others) {
            if (from) {
              lost.add(new String[] {one, other});
            }
            if (to) {
              lost.add(new String[] {other, one});
            }
          }
          lost.forEach(way -> lose(way[0], way[1]));
        },
        () -> lost.forEach(way -> keep(way[0], way[1])));
  }

  private void lose(String from, String to) {
    neighbour(from, "replace", address(to), "lladdr", NOBODY, "nud", "permanent");
  }

  private void keep(String from, String to) {
    neighbour(from, "del", address(to));
  }

  private String address(String part) {
    return addresses.getOrDefault(part, OUTSIDE);
  }

  private void neighbour(String from, String... what) {
    List<String> command = new ArrayList<>(List.of("ip"));
    if (!from.equals(OUTSIDE)) {
      command.addAll(List.of("-n", name(from)));
    }
    command.add("neigh");
    command.addAll(List.of(what));
    command.addAll(List.of("dev", from.equals(OUTSIDE) ? bridge : "eth0"));
    Programs.run(command.toArray(String[]::new));
  }

  /// Takes all away; what runs in them must have ended.
  @Override
  public void close() {
    addresses.keySet().stream()
        .filter(part -> !part.equals(OUTSIDE))
        .forEach(part -> Programs.run("ip", "netns", "del", name(part)));
    Programs.run("ip", "link", "del", bridge);
  }
}
