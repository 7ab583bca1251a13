package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Browsers' push services.
class WebPushProviderTest extends PushProviderContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final PlayedBrowser BROWSER = PlayedBrowser.make();

  @Override
  protected Far open() throws IOException {
    return new PlayedPushService();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/push",
        "https://localhost/push",
        "https://169.254.169.254/latest/meta-data",
        "https://push.apple.com.example.com/x",
        "https://evilpush.apple.com/x",
        "https://fcm.googleapis.com@127.0.0.1/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "http://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "ftp://fcm.googleapis.com/x",
        "https:///x",
        "not an address",
        "//fcm.googleapis.com/x"
      })
  void whatIsNoAddressOfAPushServiceIsNeverCalled(String endpoint) {
    try (PushProvider provider = usual()) {
      assertThat(sent(provider, BROWSER.subscription(endpoint)))
          .isInstanceOfSatisfying(
              Outcome.Gone.class, gone -> assertThat(gone.reason()).startsWith("no subscription:"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://WNS2-am3p.notify.windows.com/w/?token=x",
        "https://web.push.apple.com:443/x"
      })
  void addressesOfPushServicesAre(String endpoint) {
    assertThat(new PushHosts(usualSettings().hosts()).flaw(java.net.URI.create(endpoint))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"endpoint\":\"https://fcm.googleapis.com/x\"}",
        "{\"endpoint\":\"https://fcm.googleapis.com/x\",\"keys\":{\"p256dh\":\"BA\",\"auth\":\"AA\"}}",
        "{\"endpoint\":\"https://fcm.googleapis.com/x\",\"keys\":{\"p256dh\":\"=!\",\"auth\":\"AA\"}}",
        "[]",
        "null",
        "\"x\"",
        "{{"
      })
  void whatIsNoSubscriptionIsGone(String token) {
    try (PushProvider provider = usual()) {
      assertThat(sent(provider, token)).isInstanceOf(Outcome.Gone.class);
    }
  }

  @Test
  void aKeyThatIsNoPointOfTheCurveIsGone() {
    byte[] point = BROWSER.point().clone();
    point[64] ^= 1;
    PlayedBrowser other = new PlayedBrowser(BROWSER.key(), point, BROWSER.auth());
    try (PushProvider provider = usual()) {
      assertThat(sent(provider, other.subscription("https://fcm.googleapis.com/x")))
          .isEqualTo(new Outcome.Gone("no subscription: no point of P-256"));
    }
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    AtomicInteger elsewhere = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/elsewhere", exchange -> elsewhere.incrementAndGet());
    server.createContext(
        "/push",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/push";
    try (PushProvider provider = here(LONG)) {
      assertThat(sent(provider, BROWSER.subscription(endpoint)))
          .isInstanceOf(Outcome.Refused.class);
      assertThat(elsewhere).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static PushProvider here(Duration timeout) {
    return new WebPushProvider(
        PlayedPushService.settings(timeout),
        PlayedPushService.KEYS,
        new SecureRandom(),
        Clock.systemUTC());
  }

  private static PushProvider usual() {
    return new WebPushProvider(
        usualSettings(), PlayedPushService.KEYS, new SecureRandom(), Clock.systemUTC());
  }

  /// With the hosts of the defaults.
  private static WebPushSettings usualSettings() {
    return new WebPushSettings(
        true,
        "https://localhost",
        List.of(
            "fcm.googleapis.com",
            "*.push.services.mozilla.com",
            "*.notify.windows.com",
            "*.push.apple.com"),
        LONG,
        1000,
        64);
  }

  private static Outcome sent(PushProvider provider, String token) {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    return provider
        .send(new Notification(42, token, 7, 1, "Ada", "hi", 1, false, tomorrow))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }
}
