package io.gostacker.verify.bug;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.verify.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./verify --server`: an installation that somebody else runs.
class RemoteTest {
  @TempDir private Path folder;

  @AfterEach
  void mend() {
    Bugs.activate(null);
  }

  @Test
  void anInstallationIsVerifiedByItsAddressAndTheExitCodeTells() throws Exception {
    try (BuggyProduct product = BuggyProduct.start(Map.of())) {
      JsonNode good = verify(product, 0);
      assertThat(good.path("holds").asBoolean()).isTrue();
      assertThat(good.path("acknowledged").asLong()).isGreaterThanOrEqualTo(300);
      Bugs.activate(Bug.ALTERS_A_TEXT);
      JsonNode bad = verify(product, 1);
      assertThat(bad.path("holds").asBoolean()).isFalse();
      assertThat(bad.path("broken").path("PHANTOM").asLong()).isPositive();
    }
  }

  private JsonNode verify(BuggyProduct product, int expected) throws Exception {
    Path json = folder.resolve("sheet.json");
    Path sheet = folder.resolve("sheet.md");
    int code =
        Rounds.verify(
            "--server",
            product.gateways().getFirst().toString(),
            "--key",
            product.key(),
            "--messages",
            "300",
            "--rate",
            "300",
            "--users",
            "20",
            "--conversations",
            "10",
            "--json",
            json.toString(),
            "--sheet",
            sheet.toString());
    assertThat(code).isEqualTo(expected);
    assertThat(Files.readString(sheet)).contains("acknowledged messages", "machine", "seeds");
    return JsonMapper.builder().build().readTree(Files.readString(json));
  }
}
