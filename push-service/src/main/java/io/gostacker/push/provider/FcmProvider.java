package io.gostacker.push.provider;

import io.gostacker.common.hook.TimedCalls;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Google's service, by its HTTP v1 API. It knows no id of a notification: one that is taken twice
/// replaces itself on the device, by the tag of its conversation.
final class FcmProvider implements PushProvider {
  static final String NAME = "fcm";

  private final FcmSettings settings;
  private final FcmAccess access;
  private final TimedCalls calls;
  private final URI address;
  private final Clock clock;

  /// @throws IllegalArgumentException if the credentials cannot be used
  FcmProvider(FcmSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.access = new FcmAccess(settings.credentialsFile());
    this.calls = new TimedCalls(settings.timeout());
    this.address =
        URI.create(settings.url() + "/v1/projects/" + access.project() + "/messages:send");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<Outcome> send(Notification notification) {
    byte[] message = FcmMessage.of(notification, clock.instant());
    return Answers.guarded(() -> access.token().thenCompose(token -> send(message, token)))
        .completeOnTimeout(
            Outcome.Later.because("no answer within " + settings.timeout().toMillis() + " ms"),
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Outcome> send(byte[] message, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(message))
            .build();
    return calls.begin(request, settings.timeout()).thenApply(answer -> outcome(answer, token));
  }

  private Outcome outcome(HttpResponse<byte[]> answer, String token) {
    if (answer.statusCode() == 401) {
      access.refuse(token);
    }
    FcmError error = FcmError.of(answer);
    if (error.isAboutToken()) {
      return new Outcome.Gone(Answers.reason(answer));
    }
    // Not one of ours, or not the project's: no device is to be removed for it.
    return answer.statusCode() == 404
        ? new Outcome.Refused(Answers.reason(answer))
        : Answers.outcome(answer, clock);
  }

  @Override
  public void close() {
    access.close();
    calls.close();
  }
}
