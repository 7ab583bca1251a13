package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.server.RejectionReason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Apple's service.
class ApnsProviderTest extends PushProviderContract {
  private static final Set<RejectionReason> GONE =
      EnumSet.of(
          RejectionReason.BAD_DEVICE_TOKEN,
          RejectionReason.UNREGISTERED,
          RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC);
  private static final Set<RejectionReason> LATER =
      EnumSet.of(
          RejectionReason.BAD_CERTIFICATE,
          RejectionReason.BAD_CERTIFICATE_ENVIRONMENT,
          RejectionReason.FORBIDDEN,
          RejectionReason.INVALID_PROVIDER_TOKEN,
          RejectionReason.MISSING_PROVIDER_TOKEN,
          RejectionReason.TOO_MANY_PROVIDER_TOKEN_UPDATES,
          RejectionReason.TOO_MANY_REQUESTS,
          RejectionReason.INTERNAL_SERVER_ERROR,
          RejectionReason.SERVICE_UNAVAILABLE,
          RejectionReason.SHUTDOWN);

  @TempDir private static Path shared;

  @SuppressWarnings("NullAway.Init") // by make()
  private static TestCertificate certificate;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    certificate = TestCertificate.make(shared);
  }

  @Override
  protected Far open() throws Exception {
    return new PlayedApns(folder, certificate);
  }

  @Test
  void whatEveryReasonMeans() throws Exception {
    try (PlayedApns apns = new PlayedApns(folder, certificate);
        PushProvider provider = apns.provider(Duration.ofSeconds(20))) {
      for (RejectionReason reason : RejectionReason.values()) {
        if (reason == RejectionReason.EXPIRED_PROVIDER_TOKEN) {
          continue; // the client makes a new token and tries again
        }
        apns.refuse(reason);
        Class<? extends Outcome> expected =
            GONE.contains(reason)
                ? Outcome.Gone.class
                : LATER.contains(reason) ? Outcome.Later.class : Outcome.Refused.class;

        assertThat(sent(provider, apns.token())).as(reason.name()).isInstanceOf(expected);
      }
    }
  }

  @Test
  void aDeviceThatAppleDoesNotKnowIsGone() throws Exception {
    try (PlayedApns apns = new PlayedApns(folder, certificate);
        PushProvider provider = apns.provider(Duration.ofSeconds(20))) {
      assertThat(sent(provider, "b2".repeat(32)))
          .isEqualTo(new Outcome.Gone("answered 400: DeviceTokenNotForTopic"));
    }
  }

  private static Outcome sent(PushProvider provider, String token) {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    return provider
        .send(new Notification(42, token, 7, 1, "Ada", "hi", 1, false, tomorrow))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
