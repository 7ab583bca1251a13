package io.gostacker.push.provider;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Apple's service, over one connection of HTTP/2 with a signed token. A notification bears the
/// same `apns-id` whenever it is handed over again, and the conversation as `apns-collapse-id`.
final class ApnsProvider implements PushProvider {
  static final String NAME = "apns";

  /// Apple gives them as bytes of a length of its own, written in hexadecimal digits.
  private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{64,200}");

  private static final Set<String> GONE =
      Set.of("BadDeviceToken", "Unregistered", "DeviceTokenNotForTopic", "ExpiredToken");

  /// A connection from which nothing comes is asked for a sign of life, and given up without one.
  private static final Duration PING_AFTER = Duration.ofSeconds(15);

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ApnsSettings settings;
  private final EventLoopGroup thread = thread();
  private final ApnsClient client;

  /// @throws IllegalArgumentException if a file of the settings cannot be used
  ApnsProvider(ApnsSettings settings) {
    this.settings = settings;
    this.client = client(settings, key(settings), thread);
  }

  @SuppressWarnings("deprecation") // the client knows no other kind
  private static EventLoopGroup thread() {
    return new NioEventLoopGroup(1, new DefaultThreadFactory(NAME, true));
  }

  private static ApnsClient client(
      ApnsSettings settings, ApnsSigningKey key, EventLoopGroup thread) {
    ApnsClientBuilder builder =
        new ApnsClientBuilder()
            .setSigningKey(key)
            .setEventLoopGroup(thread)
            .setGracefulShutdownTimeout(GRACE)
            .setConnectionTimeout(settings.timeout())
            .setIdlePingInterval(PING_AFTER);
    switch (settings.server()) {
      case "production" -> builder.setApnsServer(ApnsClientBuilder.PRODUCTION_APNS_HOST);
      case "sandbox" -> builder.setApnsServer(ApnsClientBuilder.DEVELOPMENT_APNS_HOST);
      default -> {
        int colon = settings.server().indexOf(':');
        builder.setApnsServer(
            settings.server().substring(0, colon),
            Integer.parseInt(settings.server().substring(colon + 1)));
      }
    }
    if (!settings.trustedCertificate().isEmpty()) {
      builder.setTrustedServerCertificateChain(new File(settings.trustedCertificate()));
    }
    try {
      return builder.build();
    } catch (IOException | RuntimeException e) {
      throw unusable("trusted-certificate", settings.trustedCertificate(), e);
    }
  }

  private static ApnsSigningKey key(ApnsSettings settings) {
    try {
      return ApnsSigningKey.loadFromPkcs8File(
          new File(settings.keyFile()), settings.teamId(), settings.keyId());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable("key-file", settings.keyFile(), e);
    }
  }

  private static IllegalArgumentException unusable(String key, String file, Exception why) {
    return new IllegalArgumentException(
        "gostacker.push.apns." + key + ": " + file + " cannot be used: " + why, why);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CompletableFuture<Outcome> send(Notification notification) {
    if (!TOKEN.matcher(notification.token()).matches()) {
      return CompletableFuture.completedFuture(new Outcome.Gone("no device token of APNs"));
    }
    return Answers.guarded(() -> hand(written(notification)))
        .completeOnTimeout(
            Outcome.Later.because("no answer within " + settings.timeout().toMillis() + " ms"),
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<Outcome> hand(SimpleApnsPushNotification notification) {
    return client.sendNotification(notification).thenApply(ApnsProvider::outcome);
  }

  private SimpleApnsPushNotification written(Notification notification) {
    return new SimpleApnsPushNotification(
        notification.token(),
        settings.topic(),
        new String(ApnsPayload.of(notification), StandardCharsets.UTF_8),
        notification.expiresAt(),
        DeliveryPriority.IMMEDIATE,
        PushType.ALERT,
        Long.toString(notification.conversationId()),
        Identity.of(notification));
  }

  private static Outcome outcome(PushNotificationResponse<?> answer) {
    if (answer.isAccepted()) {
      return new Outcome.Taken();
    }
    int status = answer.getStatusCode();
    String said = answer.getRejectionReason().orElse("");
    String reason = Answers.shown("answered " + status + ": " + said);
    if (GONE.contains(said)) {
      return new Outcome.Gone(reason);
    }
    // 403: our own key or its token is refused.
    return status == 403 || status == 429 || status >= 500
        ? Outcome.Later.because(reason)
        : new Outcome.Refused(reason);
  }

  @Override
  public void close() {
    try {
      client.close().get(2 * GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Its connection goes away with its thread.
    } finally {
      thread.shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
