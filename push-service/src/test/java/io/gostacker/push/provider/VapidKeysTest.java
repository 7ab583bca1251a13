package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// The key pair of an installation, and what push services are shown.
class VapidKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void aPairComesBackFromWhatIsKept() {
    for (int i = 0; i < 20; i++) {
      VapidKeys keys = VapidKeys.generate(RANDOM);

      VapidKeys again = VapidKeys.of(keys.publicKey(), keys.privateKey());

      assertThat(again.publicKey()).isEqualTo(keys.publicKey());
      assertThat(again.privateKey()).isEqualTo(keys.privateKey());
      assertThat(Base64.getUrlDecoder().decode(keys.publicKey())).hasSize(65).startsWith(4);
      assertThat(Base64.getUrlDecoder().decode(keys.privateKey())).hasSize(32);
    }
  }

  @Test
  void whatIsNoPairIsRefused() {
    VapidKeys one = VapidKeys.generate(RANDOM);
    VapidKeys other = VapidKeys.generate(RANDOM);

    assertRefused(one.publicKey(), other.privateKey());
    assertRefused(one.publicKey(), "");
    assertRefused("", one.privateKey());
    assertRefused(one.publicKey().substring(1), one.privateKey());
    assertRefused(one.publicKey(), "A".repeat(43));
  }

  @Test
  void thePrivateKeyIsNotPrinted() {
    VapidKeys keys = VapidKeys.generate(RANDOM);

    assertThat(keys.toString()).contains(keys.publicKey()).doesNotContain(keys.privateKey());
  }

  @Test
  void aPushServiceIsShownOneTokenForHoursAndAnotherOneAnother() {
    MovingClock clock = new MovingClock();
    VapidTokens tokens = new VapidTokens(VapidKeys.generate(RANDOM), "mailto:a@b.example", clock);
    String first = tokens.header(URI.create("https://fcm.googleapis.com/1"));

    clock.now = NOON.plus(Duration.ofHours(5));
    assertThat(tokens.header(URI.create("https://fcm.googleapis.com/2"))).isEqualTo(first);
    assertThat(tokens.header(URI.create("https://web.push.apple.com/2"))).isNotEqualTo(first);

    clock.now = NOON.plus(Duration.ofHours(7));
    assertThat(tokens.header(URI.create("https://fcm.googleapis.com/1"))).isNotEqualTo(first);
  }

  private static void assertRefused(String publicKey, String privateKey) {
    assertThatThrownBy(() -> VapidKeys.of(publicKey, privateKey))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
