package io.gostacker.meta.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSettingsTest {

  @Test
  void everyPlatformMayHaveABound() {
    assertThat(new SessionSettings(100, Map.of("ios", 1, "web-app2", 10_000)).maxPerPlatform())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"iOS, 1", "'', 1", "ios, 0", "ios, 10001", "'a b', 5"})
  void aBoundThatIsNoneStopsTheStart(String platform, int max) {
    assertThatThrownBy(() -> new SessionSettings(100, Map.of(platform, max)))
        .hasMessageContaining("gostacker.session.max-per-platform");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 10_001})
  void aUserMayHaveOneToTenThousandDevices(int max) {
    assertThatThrownBy(() -> new SessionSettings(max, Map.of()))
        .hasMessageContaining("gostacker.session.max-per-user");
  }
}
