package io.gostacker.app.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/push.yaml names every setting that this process reads, with its default, and none that
/// does not exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode =
        SettingsFile.inCode(
            "gostacker.conversation",
            "gostacker.rate-limit",
            "gostacker.web",
            "gostacker.server-api",
            "gostacker.events",
            "gostacker.internal",
            "gostacker.internal.tls");
    inCode.remove("gostacker.push.mode");
    inCode.put("gostacker.push.dispatcher", "separate"); // what this process is
    inCode.put("gostacker.shards", "64");
    assertThat(SettingsFile.told(Path.of("../../config/push.yaml"))).isEqualTo(inCode);
  }
}
