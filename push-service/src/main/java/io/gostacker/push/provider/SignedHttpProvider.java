package io.gostacker.push.provider;

import io.gostacker.common.hook.HookClient;
import io.gostacker.common.json.JsonBytes;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Hands notifications to an adapter by a POST of JSON, signed as webhooks are. Its
/// `Idempotency-Key` is the same whenever a notification is handed over again.
final class SignedHttpProvider implements PushProvider {
  private static final int BODY_BYTES = 2048;

  private final String name;
  private final SignedHttpSettings.Target target;
  private final HookClient client;
  private final Clock clock;

  SignedHttpProvider(String name, SignedHttpSettings.Target target, Clock clock) {
    this.name = name;
    this.target = target;
    this.client = new HookClient(target.timeout(), clock);
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<Outcome> send(Notification notification) {
    return Answers.guarded(
        () -> call(notification).thenApply(answer -> Answers.outcome(answer, clock)));
  }

  private CompletableFuture<HttpResponse<byte[]>> call(Notification notification) {
    String id = Identity.of(notification).toString();
    return client.begin(
        target.url(),
        target.secret(),
        payload(id, notification),
        Map.of("Idempotency-Key", id),
        target.timeout());
  }

  private byte[] payload(String id, Notification notification) {
    JsonBytes json = new JsonBytes(1024);
    json.raw("{\"notificationId\":").string(id);
    json.raw(",\"provider\":").string(name);
    json.raw(",\"token\":").string(notification.token());
    json.raw(",\"userId\":").id(notification.userId());
    json.raw(",\"conversationId\":").id(notification.conversationId());
    json.raw(",\"seq\":").number(notification.seq());
    json.raw(",\"title\":").string(Fitting.cut(notification.title(), Fitting.TITLE_BYTES));
    json.raw(",\"body\":").string(Fitting.cut(notification.body(), BODY_BYTES));
    json.raw(",\"badge\":").number(notification.badge());
    json.raw(",\"mention\":").raw(Boolean.toString(notification.isMention()));
    json.raw(",\"expiresAt\":").time(notification.expiresAt().toEpochMilli());
    return json.raw("}").toByteArray();
  }

  @Override
  public void close() {
    client.close();
  }
}
