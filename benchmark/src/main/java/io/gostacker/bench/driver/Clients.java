package io.gostacker.bench.driver;

import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The sockets of a load on one event loop, so that the driver leaves the machine to what it
/// measures.
public final class Clients implements AutoCloseable {
  /// Connects under way at a time.
  private static final int CONNECTING = 100;

  private static final long PATIENCE_SECONDS = 60;

  private final WebSockets sockets = new WebSockets();
  private final List<Client> clients = new ArrayList<>();
  private final URI address;

  /// @param address of the target, for example `http://localhost:8080`
  public Clients(URI address) {
    this.address = address;
  }

  public EventLoop loop() {
    return sockets.loop();
  }

  /// Opens a socket for each token and waits until all are welcomed.
  public List<Client> connect(List<String> tokens, Client.Receiver receiver)
      throws InterruptedException {
    Semaphore places = new Semaphore(CONNECTING);
    List<CompletableFuture<Client>> opened = new ArrayList<>();
    for (String token : tokens) {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("No socket was welcomed for " + PATIENCE_SECONDS + " s");
      }
      CompletableFuture<Client> one = connect(token, receiver);
      one.whenComplete((client, failure) -> places.release());
      opened.add(one);
    }
    List<Client> fresh =
        opened.stream()
            .map(one -> one.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join())
            .toList();
    clients.addAll(fresh);
    return fresh;
  }

  private CompletableFuture<Client> connect(String token, Client.Receiver receiver) {
    CompletableFuture<Client> welcomed = new CompletableFuture<>();
    Client[] made = new Client[1];
    Client client = new Client(receiver, () -> welcomed.complete(made[0]));
    made[0] = client;
    sockets
        .open(address, token, client)
        .addListener(done -> {
          if (!done.isSuccess()) {
            welcomed.completeExceptionally(done.cause());
          }
        });
    return welcomed;
  }

  /// Closes all sockets.
  @Override
  public void close() {
    clients.forEach(client -> client.channel().close());
    sockets.close();
  }
}
