package io.gostacker.common.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.common.limit.LimitConfiguration;
import io.gostacker.common.limit.RateLimitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class SettingsReloadTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Logger watched = LoggerFactory.getLogger("io.gostacker.watched");

  @TempDir Path home;
  private @Nullable ConfigurableApplicationContext context;
  private final Store store = new Store();

  /// As another place than the file.
  static final class Store implements SettingsText {
    private volatile @Nullable String text;

    @Override
    public String name() {
      return "store";
    }

    @Override
    public @Nullable String read() {
      return text;
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import({LimitConfiguration.class, ReloadConfiguration.class, Beans.class})
  static class Process {}

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(home.resolve("config"));
  }

  private void write(String yaml) throws IOException {
    Files.writeString(home.resolve("config/test.yaml"), yaml);
  }

  private Reloadable<RateLimitSettings> start(String... arguments) {
    ConfigurableApplicationContext started =
        new SpringApplicationBuilder(Process.class)
            .web(WebApplicationType.NONE)
            .properties(
                "spring.config.name=test",
                "gostacker.home=" + home,
                "spring.config.additional-location=optional:file:" + home + "/config/")
            .initializers(created -> created.getBeanFactory().registerSingleton("store", store))
            .run(arguments);
    context = started;
    return started.getBean(Limits.class).settings();
  }

  @Configuration(proxyBeanMethods = false)
  static class Beans {
    @Bean
    Limits limits(Reloadable<RateLimitSettings> settings) {
      return new Limits(settings);
    }
  }

  record Limits(Reloadable<RateLimitSettings> settings) {}

  @AfterEach
  void stop() {
    if (context != null) {
      context.close();
    }
  }

  @Test
  void aChangedFileTakesEffect() throws IOException {
    write("gostacker.rate-limit.send-burst: 7");
    Reloadable<RateLimitSettings> limits = start();
    assertThat(limits.get().sendBurst()).isEqualTo(7);
    var derived = limits.derive(RateLimitSettings::sendBurst);
    write("gostacker.rate-limit:\n  send-burst: 9\n  enabled: false");
    await().atMost(SOON).until(() -> limits.get().sendBurst() == 9);
    assertThat(limits.get().enabled()).isFalse();
    assertThat(derived.get()).isEqualTo(9);
    Files.delete(home.resolve("config/test.yaml"));
    await().atMost(SOON).until(() -> limits.get().sendBurst() == 200);
    assertThat(limits.get().enabled()).isTrue();
  }

  @Test
  void aFileThatAppearsTakesEffect() throws IOException {
    Reloadable<RateLimitSettings> limits = start();
    write("gostacker.rate-limit.send-burst: 9");
    await().atMost(SOON).until(() -> limits.get().sendBurst() == 9);
  }

  @Test
  void aBadValueIsRefusedAsAWholeAndSaysWhy(CapturedOutput output) throws IOException {
    write("gostacker.rate-limit.send-burst: 7");
    Reloadable<RateLimitSettings> limits = start();
    write("gostacker.rate-limit:\n  send-burst: 9\n  device-burst: 0");
    await().atMost(SOON).until(() -> output.getOut().contains("is refused"));
    assertThat(output.getOut())
        .contains("config/test.yaml is refused")
        .contains("gostacker.rate-limit.device-burst must be 1 to 1000000, not 0");
    write("gostacker.rate-limit:\n  send-burst: many");
    await().atMost(SOON).until(() -> output.getOut().contains("many"));
    write("gostacker: [:");
    await().atMost(SOON).until(() -> output.getOut().split("is refused", -1).length == 4);
    assertThat(limits.get().sendBurst()).isEqualTo(7);
    write("gostacker.rate-limit.send-burst: 8");
    await().atMost(SOON).until(() -> limits.get().sendBurst() == 8);
  }

  @Test
  void theCommandLineComesFirstThenTheStoreThenTheFile() throws IOException {
    write("gostacker.rate-limit:\n  send-burst: 7\n  device-burst: 7\n  request-burst: 7");
    Reloadable<RateLimitSettings> limits = start("--gostacker.rate-limit.request-burst=6");
    store.text = "gostacker.rate-limit:\n  device-burst: 8\n  request-burst: 8";
    await().atMost(SOON).until(() -> limits.get().deviceBurst() == 8);
    assertThat(limits.get().sendBurst()).isEqualTo(7);
    write("gostacker.rate-limit:\n  send-burst: 9\n  device-burst: 9\n  request-burst: 9");
    await().atMost(SOON).until(() -> limits.get().sendBurst() == 9);
    assertThat(limits.get().deviceBurst()).isEqualTo(8);
    assertThat(limits.get().requestBurst()).isEqualTo(6);
    store.text = null;
    await().atMost(SOON).until(() -> limits.get().deviceBurst() == 9);
  }

  @Test
  void logLevelsFollow() throws IOException {
    start();
    assertThat(watched.isDebugEnabled()).isFalse();
    write("logging.level.io.gostacker.watched: DEBUG");
    await().atMost(SOON).until(watched::isDebugEnabled);
    write("logging.level.io.gostacker.watched: LOUD");
    write("");
    await().atMost(SOON).until(() -> !watched.isDebugEnabled());
  }
}
