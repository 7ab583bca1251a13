package io.gostacker.push.provider;

import io.gostacker.common.hook.TimedCalls;
import io.gostacker.common.json.JsonBytes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Browsers' push services (RFC 8030). What a notification says only the browser can read. A newer
/// one of a conversation replaces one that waits there, by `Topic`; the page tells repeated ones by
/// conversation and seq.
final class WebPushProvider implements PushProvider {
  static final String NAME = "webpush";
  private static final int MAX_BYTES = 3072;

  private final WebPushSettings settings;
  private final PushHosts hosts;
  private final String publicKey;
  private final VapidTokens tokens;
  private final MessageEncryption encryption;
  private final TimedCalls calls;
  private final Clock clock;

  WebPushProvider(WebPushSettings settings, VapidKeys keys, SecureRandom random, Clock clock) {
    this.settings = settings;
    this.hosts = new PushHosts(settings.hosts());
    this.publicKey = keys.publicKey();
    this.tokens = new VapidTokens(keys, settings.subject(), clock);
    this.encryption = new MessageEncryption(random);
    this.calls = new TimedCalls(settings.timeout());
    this.clock = clock;
  }

  @Override
  public String publicKey() {
    return publicKey;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<Outcome> send(Notification notification) {
    Subscription subscription;
    try {
      subscription = Subscription.of(notification.token());
    } catch (IllegalArgumentException e) {
      return gone("no subscription: " + e.getMessage());
    }
    @Nullable String flaw = hosts.flaw(subscription.endpoint());
    return flaw == null
        ? Answers.guarded(() -> send(notification, subscription))
        : gone("no subscription: " + flaw);
  }

  private static CompletableFuture<Outcome> gone(String reason) {
    return CompletableFuture.completedFuture(new Outcome.Gone(Answers.shown(reason)));
  }

  private CompletableFuture<Outcome> send(Notification notification, Subscription subscription) {
    byte[] text =
        Fitting.within(MAX_BYTES, notification.body(), body -> payload(body, notification));
    HttpRequest request =
        HttpRequest.newBuilder(subscription.endpoint())
            .header("Authorization", tokens.header(subscription.endpoint()))
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "aes128gcm")
            .header("TTL", Long.toString(notification.secondsLeft(clock.instant())))
            .header("Urgency", notification.isMention() ? "high" : "normal")
            .header("Topic", Identity.topic(notification))
            .POST(BodyPublishers.ofByteArray(encryption.encrypt(text, subscription)))
            .build();
    return calls
        .begin(request, settings.timeout())
        .thenApply(answer -> Answers.outcome(answer, clock));
  }

  private static byte[] payload(String body, Notification notification) {
    JsonBytes json = new JsonBytes(512);
    json.raw("{\"conversationId\":").id(notification.conversationId());
    json.raw(",\"seq\":").number(notification.seq());
    json.raw(",\"title\":").string(Fitting.cut(notification.title(), Fitting.TITLE_BYTES));
    json.raw(",\"body\":").string(body);
    json.raw(",\"badge\":").number(notification.badge());
    json.raw(",\"mention\":").raw(Boolean.toString(notification.isMention()));
    return json.raw("}").toByteArray();
  }

  @Override
  public void close() {
    calls.close();
  }
}
