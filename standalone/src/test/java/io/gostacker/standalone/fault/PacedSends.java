package io.gostacker.standalone.fault;

import io.gostacker.standalone.api.Api;
import io.gostacker.standalone.api.TestUser;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends evenly on one socket, whether answers come or not, and measures how long each `sent` took
/// from when it was due.
final class PacedSends implements AutoCloseable {
  private static final long GAP = Duration.ofMillis(10).toNanos();
  private static final Pattern SENT = Pattern.compile("\"type\":\"sent\",\"ref\":\"(\\d+)\"");

  private final WebSocket socket;
  private final String conversation;
  private final Map<Long, Long> due = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> took;
  private long next;

  private PacedSends(WebSocket socket, String conversation, ConcurrentLinkedQueue<Long> took) {
    this.socket = socket;
    this.conversation = conversation;
    this.took = took;
  }

  /// How long answers took, sorted, in nanoseconds.
  record Latencies(List<Long> sorted) {

    static Latencies of(List<Latencies> several) {
      return new Latencies(
          several.stream().flatMap(each -> each.sorted().stream()).sorted().toList());
    }

    double millis(double share) {
      return sorted.get((int) (share * (sorted.size() - 1))) / 1e6;
    }

    @Override
    public String toString() {
      return "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d sends"
          .formatted(millis(0.5), millis(0.99), millis(1), sorted.size());
    }
  }

  static PacedSends open(Api api, TestUser user, String conversation) {
    ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
    Inbox inbox = new Inbox();
    WebSocket socket =
        api.http()
            .newWebSocketBuilder()
            .subprotocols("gostacker.v1+json")
            .header("Authorization", "Bearer " + user.token())
            .buildAsync(URI.create(api.webSocketUrl()), inbox)
            .join();
    PacedSends sends = new PacedSends(socket, conversation, took);
    inbox.sends = sends;
    return sends;
  }

  /// Sends for so long, and waits for the answers.
  Latencies during(Duration time) {
    took.clear();
    long start = System.nanoTime();
    long count = time.toNanos() / GAP;
    for (long i = 0; i < count; i++) {
      long at = start + i * GAP;
      while (System.nanoTime() - at < 0) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      long ref = next++;
      due.put(ref, at);
      socket
          .sendText(
              "{\"type\":\"send\",\"ref\":\"%d\",\"conversationId\":\"%s\",\"clientMessageId\":\"p%d\",\"content\":{\"type\":\"text\",\"text\":\"hello\"}}"
                  .formatted(ref, conversation, ref),
              true)
          .join();
    }
    while (!due.isEmpty()) {
      LockSupport.parkNanos(GAP);
    }
    return new Latencies(new ArrayList<>(took).stream().sorted().toList());
  }

  private void answered(CharSequence frame) {
    Matcher sent = SENT.matcher(frame);
    if (sent.find()) {
      Long at = due.get(Long.parseLong(sent.group(1)));
      if (at != null) {
        took.add(System.nanoTime() - at);
        due.remove(Long.parseLong(sent.group(1)));
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Inbox implements WebSocket.Listener {
    private volatile @Nullable PacedSends sends;
    private final StringBuilder partial = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      PacedSends of = sends;
      if (last) {
        if (of != null) {
          of.answered(partial);
        }
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
