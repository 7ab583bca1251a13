package io.gostacker.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/gateway.yaml names every setting that this process reads, with its default, and none that
/// does not exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode =
        SettingsFile.inCode("gostacker.push", "gostacker.conversation", "gostacker.events");
    inCode.put("gostacker.shards", "64");
    assertThat(SettingsFile.told(Path.of("../../config/gateway.yaml"))).isEqualTo(inCode);
  }
}
