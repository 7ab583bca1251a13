package io.gostacker.app.flusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/flusher.yaml names every setting that this process reads, with its default, and none that
/// does not exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode =
        SettingsFile.inCode(
            "gostacker.push",
            "gostacker.conversation",
            "gostacker.rate-limit",
            "gostacker.web",
            "gostacker.server-api",
            "gostacker.internal",
            "gostacker.internal.tls");
    inCode.put("gostacker.shards", "64");
    assertThat(SettingsFile.told(Path.of("../../config/flusher.yaml"))).isEqualTo(inCode);
  }
}
