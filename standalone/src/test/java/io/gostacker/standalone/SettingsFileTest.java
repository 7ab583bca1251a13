package io.gostacker.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/standalone.yaml names every setting of ours with its default, and none that does not
/// exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode = SettingsFile.inCode();
    inCode.put("gostacker.shards", "64");
    inCode.put("gostacker.durability", "redis");
    inCode.put("gostacker.token.keys", ".data/keys"); // set by the product, no default in code
    inCode.put("gostacker.token.generate-key", "true");
    assertThat(SettingsFile.told(Path.of("../config/standalone.yaml"))).isEqualTo(inCode);
  }
}
