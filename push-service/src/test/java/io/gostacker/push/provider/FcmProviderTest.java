package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Google's service.
class FcmProviderTest extends PushProviderContract {
  @TempDir private Path folder;

  @Override
  protected Far open() throws Exception {
    return new PlayedFcm(folder);
  }

  @Test
  void oneAccessTokenServesManyUntilItIsRefused() throws Exception {
    try (PlayedFcm fcm = new PlayedFcm(folder);
        PushProvider provider = fcm.provider(Duration.ofSeconds(20))) {
      assertThat(sent(provider, fcm)).isEqualTo(new Outcome.Taken());
      assertThat(sent(provider, fcm)).isEqualTo(new Outcome.Taken());
      assertThat(fcm.granted()).isEqualTo(1);

      fcm.revoke();

      assertThat(sent(provider, fcm)).isInstanceOf(Outcome.Later.class);
      assertThat(sent(provider, fcm)).isEqualTo(new Outcome.Taken());
      assertThat(fcm.granted()).isEqualTo(2);
      assertThat(fcm.troubles()).isEmpty();
    }
  }

  @Test
  void withoutAnAccessTokenItIsAskedLater() throws Exception {
    try (PlayedFcm fcm = new PlayedFcm(folder);
        PushProvider provider = fcm.provider(Duration.ofMillis(400))) {
      fcm.stopGranting();

      assertThat(sent(provider, fcm)).isInstanceOf(Outcome.Later.class);
      assertThat(fcm.arrived()).isEmpty();
    }
  }

  @Test
  void errorsAreAboutTheDeviceOrAreNot() {
    assertThat(isAboutDevice(PlayedFcm.fcm("SENDER_ID_MISMATCH"), "SenderId mismatch")).isTrue();
    assertThat(isAboutDevice(PlayedFcm.fcm("UNREGISTERED"), "not found")).isTrue();
    assertThat(isAboutDevice(PlayedFcm.fcm("INVALID_ARGUMENT"), "Message is too big")).isFalse();
    assertThat(isAboutDevice("", "Requested entity was not found.")).isFalse();
    assertThat(
            isAboutDevice(
                "{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":"
                    + "[{\"field\":\"message.token\",\"description\":\"Invalid\"}]}",
                "Request contains an invalid argument."))
        .isTrue();
  }

  private static boolean isAboutDevice(String details, String message) {
    return FcmError.of(
            new GivenAnswer(400, PlayedFcm.error(400, "", "ANY", message, details).body()))
        .isAboutToken();
  }

  private static Outcome sent(PushProvider provider, PlayedFcm fcm) {
    Instant tomorrow = Clock.systemUTC().instant().plus(Duration.ofDays(1));
    return provider
        .send(new Notification(42, fcm.token(), 7, 1, "Ada", "hi", 1, false, tomorrow))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
