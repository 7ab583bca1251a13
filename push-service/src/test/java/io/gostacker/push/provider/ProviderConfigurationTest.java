package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Which providers there are, by settings.
class ProviderConfigurationTest {
  private static final String[] ADAPTER = {
    "gostacker.push.http.huawei.url=https://adapter.example.com/push",
    "gostacker.push.http.huawei.secret=0123456789abcdef"
  };

  @TempDir private Path folder;

  private final ApplicationContextRunner process =
      new ApplicationContextRunner()
          .withUserConfiguration(ProviderConfiguration.class)
          .withBean(Clock.class, Clock::systemUTC)
          .withBean(VapidKeys.class, () -> VapidKeys.generate(new SecureRandom()));

  @Test
  void withoutSettingsThereIsWebPush() {
    process.run(context -> {
      Providers providers = context.getBean(Providers.class);
      assertThat(providers.names()).containsExactly("webpush");
      Lane lane = providers.lane("webpush").orElseThrow();
      assertThat(lane.provider()).isInstanceOf(WebPushProvider.class);
      assertThat(lane.rate()).isEqualTo(1000);
      assertThat(lane.atOnce()).isEqualTo(64);
      assertThat(providers.lane("apns")).isEmpty();
      assertThat(context.getBean(WebPushSettings.class).hosts())
          .containsExactly(
              "fcm.googleapis.com",
              "*.push.services.mozilla.com",
              "*.notify.windows.com",
              "*.push.apple.com");
    });
  }

  @Test
  void whatIsConfiguredIsThereAtItsPace() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder);
    try (PlayedApns apns = new PlayedApns(folder, certificate);
        PlayedFcm fcm = new PlayedFcm(folder)) {
      process
          .withPropertyValues(ADAPTER)
          .withPropertyValues(
              "gostacker.push.webpush.enabled=false",
              "gostacker.push.apns.key-file=" + folder.resolve("AuthKey.p8"),
              "gostacker.push.apns.key-id=KEY1234567",
              "gostacker.push.apns.team-id=TEAM123456",
              "gostacker.push.apns.topic=com.example.chat",
              "gostacker.push.apns.rate=5",
              "gostacker.push.fcm.credentials-file=" + fcm.credentials(),
              "gostacker.push.fcm.at-once=7",
              "gostacker.push.http.vivo-1.url=https://adapter.example.com/vivo",
              "gostacker.push.http.vivo-1.secret=0123456789abcdef",
              "gostacker.push.http.vivo-1.rate=9")
          .run(context -> {
            Providers providers = context.getBean(Providers.class);
            assertThat(providers.names())
                .containsExactlyInAnyOrder("apns", "fcm", "huawei", "vivo-1");
            assertThat(providers.lane("apns").orElseThrow().rate()).isEqualTo(5);
            assertThat(providers.lane("fcm").orElseThrow().atOnce()).isEqualTo(7);
            assertThat(providers.lane("vivo-1").orElseThrow().rate()).isEqualTo(9);
            assertThat(providers.lane("huawei").orElseThrow().provider().name())
                .isEqualTo("huawei");
          });
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apns.key-id=K|gostacker.push.apns needs key-file, key-id, team-id and topic",
        "apns.server=moon|gostacker.push.apns.server must be",
        "apns.server=localhost:65536|gostacker.push.apns.server must be",
        "apns.trusted-certificate=x|gostacker.push.apns.trusted-certificate must be",
        "apns.timeout=1ms|gostacker.push.apns.timeout must be",
        "fcm.credentials-file=/no/such|gostacker.push.fcm.credentials-file: /no/such cannot be used",
        "fcm.url=ftp://x|gostacker.push.fcm.url must be",
        "fcm.rate=0|gostacker.push.fcm.rate must be",
        "fcm.at-once=1001|gostacker.push.fcm.at-once must be",
        "webpush.hosts=https://x|gostacker.push.webpush.hosts must be",
        "webpush.subject=nobody|gostacker.push.webpush.subject must be",
        "http.huawei.url=nowhere|gostacker.push.http.huawei.url must be",
        "http.huawei.url=https://x.example/|gostacker.push.http.huawei.secret must be",
        "http.fcm.url=https://x.example/|gostacker.push.http.fcm must be called",
      })
  void aBadValueStopsTheStartAndNamesItsKey(String setting, String message) {
    process
        .withPropertyValues("gostacker.push." + setting)
        .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message));
  }

  @Test
  void filesThatAreNoKeysStopTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("nothing"), "nothing");
    for (String keyFile : new String[] {file.toString(), folder.resolve("none").toString()}) {
      process
          .withPropertyValues(
              "gostacker.push.apns.key-file=" + keyFile,
              "gostacker.push.apns.key-id=KEY1234567",
              "gostacker.push.apns.team-id=TEAM123456",
              "gostacker.push.apns.topic=com.example.chat")
          .run(context ->
              assertThat(context.getStartupFailure())
                  .hasStackTraceContaining("gostacker.push.apns.key-file: " + keyFile));
    }
    process
        .withPropertyValues("gostacker.push.fcm.credentials-file=" + file)
        .run(context ->
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining("gostacker.push.fcm.credentials-file: " + file));
  }

  @Test
  void secretsAreNotPrinted() {
    process
        .withPropertyValues(ADAPTER)
        .run(context ->
            assertThat(context.getBean(SignedHttpSettings.class).toString())
                .contains("adapter.example.com")
                .doesNotContain("0123456789abcdef"));
  }
}
