package io.gostacker.app.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/send.yaml names every setting that this process reads, with its default, and none that
/// does not exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode =
        SettingsFile.inCode(
            "gostacker.rate-limit", "gostacker.web", "gostacker.server-api", "gostacker.events");
    inCode.put("gostacker.shards", "64");
    inCode.put("gostacker.durability", "redis");
    inCode.put("gostacker.push.mode", "gateway"); // set by the process
    assertThat(SettingsFile.told(Path.of("../../config/send.yaml"))).isEqualTo(inCode);
  }
}
