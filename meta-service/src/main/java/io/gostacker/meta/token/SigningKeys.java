package io.gostacker.meta.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.gostacker.meta.token.KeyFolder.StoredKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of the present: all of them verify, the newest signs.
///
/// A key that has just been put into the folder verifies at the next look but signs only after two,
/// so every instance knows it before it meets a token of it. To rotate, add a key; to retire one,
/// take it away after the longest access token's life. Thread-safe.
public final class SigningKeys implements JWKSource<SecurityContext> {
  private final KeyFolder folder;
  private final Clock clock;
  private final Duration settled;
  private volatile Keys keys;

  /// What signs, and what the public may know.
  private record Keys(String signingId, RSASSASigner signer, JWKSet published) {}

  /// Reads the folder, and makes a first key if it is empty and that is allowed.
  ///
  /// @throws IllegalStateException if there is no usable key; names `gostacker.token.keys`
  SigningKeys(TokenSettings settings, Clock clock) {
    this.folder = new KeyFolder(settings.keysFolder(), clock);
    this.clock = clock;
    this.settled = settings.keysReload().multipliedBy(2);
    List<StoredKey> found = folder.read();
    if (found.isEmpty() && settings.generateKey()) {
      folder.generate();
      found = folder.read();
    }
    this.keys = keysOf(found, settings.keysFolder().toString());
  }

  /// Looks at the folder again. If something in it cannot be used, everything stays as it was.
  void reload() {
    keys = keysOf(folder.read(), "the folder");
  }

  /// The id of the key that signs now, and its signer.
  Signing signing() {
    Keys now = keys;
    return new Signing(now.signingId(), now.signer());
  }

  record Signing(String keyId, RSASSASigner signer) {}

  /// The public halves, for `/.well-known/jwks.json`.
  public JWKSet published() {
    return keys.published();
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    return selector.select(keys.published());
  }

  private Keys keysOf(List<StoredKey> found, String where) {
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "gostacker.token.keys: "
              + where
              + " has no signing key. Put one there, or set gostacker.token.generate-key to true");
    }
    StoredKey newest = newestSettled(found);
    try {
      List<JWK> all = found.stream().<JWK>map(StoredKey::key).toList();
      return new Keys(
          newest.key().getKeyID(),
          new RSASSASigner(newest.key()),
          new JWKSet(all).toPublicJWKSet());
    } catch (JOSEException e) {
      throw new IllegalStateException("gostacker.token.keys: a key cannot sign", e);
    }
  }

  /// While all are new, the oldest: it is the one that others know most likely.
  private StoredKey newestSettled(List<StoredKey> found) {
    Instant latest = clock.instant().minus(settled);
    return found.reversed().stream()
        .filter(key -> !key.since().isAfter(latest))
        .findFirst()
        .orElseGet(found::getFirst);
  }
}
