package io.gostacker.bench.subject;

import io.gostacker.bench.driver.Client;
import io.gostacker.bench.driver.Clients;
import io.gostacker.bench.relay.RelayMain;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The yardstick in a process of its own.
public final class RawRelay implements Target {
  private final ChildProcess process;
  private final URI address;
  private final Clients control;
  private final Client teller;
  private int users;
  private final AtomicInteger groups = new AtomicInteger();

  public RawRelay() throws InterruptedException {
    this.process =
        new ChildProcess(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                RelayMain.class.getName()),
            Map.of());
    this.address = process.awaitReady();
    this.control = new Clients(address);
    this.teller = control.connect(List.of("control"), Client.Receiver.NOBODY).getFirst();
  }

  @Override
  public String name() {
    return "raw relay";
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return Map.of("server", process.handle());
  }

  @Override
  public List<User> users(int count) {
    users += count;
    return IntStream.range(users - count, users).mapToObj(i -> new User("u" + i, "u" + i)).toList();
  }

  @Override
  public String conversation(List<User> members) {
    String id = "g" + groups.getAndIncrement();
    String ids = members.stream().map(User::id).collect(Collectors.joining(","));
    teller
        .channel()
        .eventLoop()
        .submit(() ->
            teller.write(
                "{\"type\":\"group\",\"conversationId\":\""
                    + id
                    + "\",\"members\":\""
                    + ids
                    + "\"}"))
        .syncUninterruptibly();
    return id;
  }

  @Override
  public long stored() {
    return -1;
  }

  @Override
  public void close() {
    control.close();
    process.stop();
  }
}
