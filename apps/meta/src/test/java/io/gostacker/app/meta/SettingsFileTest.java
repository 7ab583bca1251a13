package io.gostacker.app.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.testkit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// config/meta.yaml names every setting that this process reads, with its default, and none that
/// does not exist.
class SettingsFileTest {

  @Test
  void theSettingsFileSaysWhatTheCodeSays() {
    Map<String, String> inCode = SettingsFile.inCode("gostacker.push");
    inCode.put("gostacker.shards", "64");
    inCode.put("gostacker.token.keys", "/etc/gostacker/keys"); // no default: an example
    inCode.put("gostacker.web.edge", "false"); // set by the process
    assertThat(SettingsFile.told(Path.of("../../config/meta.yaml"))).isEqualTo(inCode);
  }
}
