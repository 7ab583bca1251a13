package io.gostacker.meta.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/// Makes the access tokens that [TokenVerifier] verifies. Thread-safe; one takes about 1 ms.
public final class AccessTokens {
  private final SigningKeys keys;
  private final Clock clock;
  private final Duration ttl;

  AccessTokens(SigningKeys keys, Clock clock, Duration ttl) {
    this.keys = keys;
    this.clock = clock;
    this.ttl = ttl;
  }

  /// How long a token is good.
  public Duration ttl() {
    return ttl;
  }

  /// When a token that is made now expires; whole seconds, as tokens have them.
  public Instant expiry() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(ttl);
  }

  /// The signed token that says this.
  public String sign(AccessToken token) {
    SigningKeys.Signing signing = keys.signing();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(signing.keyId())
                .type(JOSEObjectType.JWT)
                .build(),
            claims(token));
    try {
      jwt.sign(signing.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("Signing failed", e);
    }
    return jwt.serialize();
  }

  private JWTClaimsSet claims(AccessToken token) {
    return new JWTClaimsSet.Builder()
        .issuer(TokenVerifier.ISSUER)
        .audience(TokenVerifier.ISSUER)
        .subject(Long.toString(token.userId()))
        .claim(TokenVerifier.DEVICE, token.deviceId())
        .claim(TokenVerifier.SESSION, token.sessionId())
        .claim(TokenVerifier.APP, token.appId())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(token.expiresAt()))
        .build();
  }
}
