package io.gostacker.meta.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private final Clock clock = Clock.systemUTC();

  @TempDir private Path temporary;

  @Test
  void aFirstKeyIsMadeReadableByItsOwnerOnly() throws IOException {
    SigningKeys keys = keys(true);

    Path file = files().getFirst();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(keys.published().toString(false)).doesNotContain("\"d\"");
    assertThat(keys(true).signing().keyId()).isEqualTo(keys.signing().keyId());
  }

  @Test
  void withoutAKeyTheStartFailsAndNamesTheSetting() {
    assertThatThrownBy(() -> keys(false)).hasMessageContaining("gostacker.token.keys");
  }

  @Test
  void aFileThatIsNoKeyStopsTheStartAndIsNamed() throws IOException {
    keys(true);
    Files.writeString(folder().resolve("99.json"), "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}");

    assertThatThrownBy(() -> keys(true))
        .hasMessageContaining("gostacker.token.keys")
        .hasMessageContaining("99.json")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void rotationLogsNobodyOut() throws IOException {
    SigningKeys keys = keys(true);
    TokenVerifier verifier = new TokenVerifier(keys, session -> false, Clock.systemUTC());
    String first = keys.signing().keyId();
    String old = token(keys);

    new KeyFolder(folder(), clock).generate();
    keys.reload();
    assertThat(keys.signing().keyId()).as("signs only when all instances know it").isEqualTo(first);
    assertThat(keys.published().getKeys()).hasSize(2);

    Files.setLastModifiedTime(
        files().getLast(), FileTime.from(clock.instant().minus(Duration.ofMinutes(3))));
    Files.setLastModifiedTime(
        files().getFirst(), FileTime.from(clock.instant().minus(Duration.ofMinutes(4))));
    keys.reload();
    assertThat(keys.signing().keyId()).isNotEqualTo(first);
    assertThat(verifier.verify(old).userId()).isEqualTo(7);
    assertThat(verifier.verify(token(keys)).userId()).isEqualTo(7);
  }

  @Test
  void aRetiredKeyVerifiesNoMore() throws IOException {
    SigningKeys keys = keys(true);
    TokenVerifier verifier = new TokenVerifier(keys, session -> false, Clock.systemUTC());
    String old = token(keys);
    new KeyFolder(folder(), clock).generate();

    Files.delete(files().getFirst());
    keys.reload();

    assertThatThrownBy(() -> verifier.verify(old)).isInstanceOf(Refusal.class);
    assertThat(verifier.verify(token(keys)).userId()).isEqualTo(7);
  }

  private String token(SigningKeys keys) {
    AccessTokens tokens = new AccessTokens(keys, clock, Duration.ofHours(1));
    Instant expiry = tokens.expiry();
    return tokens.sign(new AccessToken(7, "phone", "session", 1, expiry));
  }

  private SigningKeys keys(boolean generate) {
    return new SigningKeys(
        new TokenSettings(
            folder(), generate, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(30)),
        clock);
  }

  private Path folder() {
    return temporary.resolve("keys");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    }
  }
}
