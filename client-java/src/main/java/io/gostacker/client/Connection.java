package io.gostacker.client;

import io.gostacker.client.OnlinePhase.Shared;
import io.gostacker.client.Outbox.Entry;
import io.gostacker.client.Positions.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A user's device on line, for as long as it is open: it comes back by itself.
///
/// - Messages reach the listener in rising `seq` per conversation, each once, whatever the network
///   does; what was missed is fetched by `sync`.
/// - A message that was taken is sent, with one `clientMessageId`, until the server accepts or
///   refuses it for good. A conversation's messages keep their order.
///
/// Thread-safe. One virtual thread does all the work and calls the listener.
public final class Connection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  /// Contents beyond this are refused by every server; asking would cost the connection.
  private static final int MAX_CONTENT_BYTES = 16 << 10;

  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private final Positions positions = new Positions();
  private final Outbox outbox = new Outbox();
  private final Inbox inbox;
  private final Semaphore room;
  private final int limit;
  private final Object ending = new Object();
  private boolean over;
  private final Thread thread;

  private Connection(
      Dialer dialer,
      String userId,
      ConnectionSettings settings,
      Map<String, Long> cursors,
      Consumer<Event> listener,
      RandomGenerator random) {
    Consumer<Event> events = event -> tell(listener, event);
    inbox = new Inbox(cursors, message -> events.accept(new Event.MessageArrived(message)));
    limit = settings.outboxLimit();
    room = new Semaphore(limit);
    Shared shared =
        new Shared(userId, settings, Ticker.system(), inputs, inbox, outbox, positions, events);
    Backoff backoff = new Backoff(settings.firstBackoff(), settings.mostBackoff(), random);
    ConnectionLoop loop = new ConnectionLoop(dialer, shared, backoff, this::finish);
    thread = Thread.ofVirtual().name("gostacker-connection").unstarted(loop);
  }

  static Connection open(
      Dialer dialer,
      String userId,
      ConnectionSettings settings,
      Map<String, Long> cursors,
      Consumer<Event> listener,
      RandomGenerator random) {
    Connection connection = new Connection(dialer, userId, settings, cursors, listener, random);
    connection.thread.start();
    return connection;
  }

  /// Sends under a new random id. See [#send(String, String, Content)].
  public CompletableFuture<SendOutcome> send(String conversationId, Content content) {
    return send(conversationId, UUID.randomUUID().toString(), content);
  }

  /// Takes a message for sending, now or when the connection is back. The outcome comes on the
  /// connection's thread, after the listener had the message.
  public CompletableFuture<SendOutcome> send(
      String conversationId, String clientMessageId, Content content) {
    CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
    if (HttpApi.JSON.writeValueAsBytes(content).length > MAX_CONTENT_BYTES) {
      outcome.complete(
          new SendOutcome.Refused(
              clientMessageId, "payload_too_large", "a message holds at most 16 KiB"));
      return outcome;
    }
    if (!room.tryAcquire()) {
      outcome.complete(new SendOutcome.OutboxFull());
      return outcome;
    }
    CompletableFuture<SendOutcome> counted =
        outcome.whenComplete((result, failure) -> room.release());
    synchronized (ending) {
      if (over) {
        outcome.complete(new SendOutcome.Open(clientMessageId));
      } else {
        inputs.add(new Input.SendIn(new Entry(conversationId, clientMessageId, content, outcome)));
      }
    }
    return counted;
  }

  /// How many messages have no outcome yet.
  public int pending() {
    return limit - room.availablePermits();
  }

  /// Waits until every message taken so far has its outcome; false when that lasts too long.
  public boolean awaitSent(Duration atMost) throws InterruptedException {
    if (!room.tryAcquire(limit, atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    room.release(limit);
    return true;
  }

  /// The user has read everything up to `seq`. Kept while offline; only the highest counts.
  public void read(String conversationId, long seq) {
    position(Kind.READ, conversationId, seq);
  }

  /// This device has received everything up to `seq`.
  public void delivered(String conversationId, long seq) {
    position(Kind.DELIVERED, conversationId, seq);
  }

  /// The user is writing.
  public void typing(String conversationId) {
    position(Kind.TYPING, conversationId, 0);
  }

  private void position(Kind kind, String conversationId, long seq) {
    if (positions.put(kind, conversationId, seq)) {
      inputs.add(new Input.Wake());
    }
  }

  /// The last seq of each conversation that the listener has had: what to connect with next time.
  public Map<String, Long> cursors() {
    return inbox.cursors();
  }

  /// Closes the socket and ends the thread. What has no outcome yet is [SendOutcome.Open].
  @Override
  public void close() {
    inputs.add(new Input.CloseIn());
    try {
      if (!Thread.currentThread().equals(thread)) {
        thread.join(Duration.ofSeconds(15));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void finish() {
    synchronized (ending) {
      over = true;
    }
    for (Input input : inputs) {
      if (input instanceof Input.SendIn(Entry entry)) {
        outbox.add(entry);
      }
    }
    for (Entry entry : outbox.clear()) {
      entry.outcome.complete(new SendOutcome.Open(entry.clientMessageId));
    }
  }

  private static void tell(Consumer<Event> listener, Event event) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The listener failed on " + event.getClass(), e);
    }
  }
}
