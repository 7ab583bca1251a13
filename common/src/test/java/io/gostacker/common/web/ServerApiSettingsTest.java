package io.gostacker.common.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerApiSettingsTest {
  private static final String GOOD = "9f2c47a1e6b05d3874f1c9ae206b8d53";
  private static final String OTHER = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9v-_.~";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "9f2c47a1e6b05d3874f1c9ae206b8d5",
        "9f2c47a1e6b05d3874f1c9ae 06b8d53",
        "9f2c47a1e6b05d3874f1c9ae\t06b8d53",
        "9f2c47a1e6b05d3874f1c9aeü06b8d53",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "passpasspasspasspasspasspasspass",
      })
  void aWeakKeyIsRefusedByTheNameOfItsSettingAndNotRepeated(String weak) {
    assertThatThrownBy(() -> new ServerApiSettings(List.of(GOOD, weak)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gostacker.server-api.keys[1] ")
        .satisfies(e -> {
          assertThat(e.getMessage()).doesNotContain(GOOD);
          if (!weak.isEmpty()) {
            assertThat(e.getMessage()).doesNotContain(weak);
          }
        });
  }

  @Test
  void keysAreBoundedAndNeverPrinted() {
    assertThat(new ServerApiSettings(List.of(GOOD, OTHER)).toString()).doesNotContain(GOOD, OTHER);
    assertThatThrownBy(() -> new ServerApiSettings(Collections.nCopies(17, GOOD)))
        .hasMessageStartingWith("gostacker.server-api.keys ");
  }

  @Test
  void everyKeyIsGoodAndNothingElse() {
    ServerKeys keys = new ServerKeys(new ServerApiSettings(List.of(GOOD, OTHER)));

    assertThat(keys.appOf(GOOD)).isPresent();
    assertThat(keys.appOf(OTHER)).isPresent();
    assertThat(keys.appOf(GOOD)).isNotEqualTo(keys.appOf(OTHER));
    assertThat(keys.appOf(GOOD).orElseThrow().keyId()).hasSize(12);
    assertThat(keys.appOf("")).isEmpty();
    assertThat(keys.appOf(GOOD + GOOD)).isEmpty();
    assertThat(keys.appOf(GOOD.substring(1))).isEmpty();
    assertThat(new ServerKeys(new ServerApiSettings(List.of())).appOf("")).isEmpty();
  }
}
