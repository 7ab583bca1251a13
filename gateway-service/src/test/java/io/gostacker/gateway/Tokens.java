package io.gostacker.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.gostacker.common.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Signs access tokens as the meta service does, and revokes sessions.
final class Tokens {
  private final RSAKey key;
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  final TokenVerifier verifier;

  Tokens() {
    try {
      key = new RSAKeyGenerator(2048).keyID("test").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    verifier =
        new TokenVerifier(
            new ImmutableJWKSet<>(new JWKSet(key)), revoked::contains, Clock.systemUTC());
  }

  String of(long userId, String deviceId) {
    return of(userId, deviceId, "s-" + userId + "-" + deviceId, Duration.ofHours(1));
  }

  String of(long userId, String deviceId, String sessionId, Duration lifetime) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(TokenVerifier.ISSUER)
            .audience(TokenVerifier.ISSUER)
            .subject(Long.toString(userId))
            .claim(TokenVerifier.DEVICE, deviceId)
            .claim(TokenVerifier.SESSION, sessionId)
            .claim(TokenVerifier.APP, 1)
            .expirationTime(Date.from(Instant.now().plus(lifetime)))
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  void revoke(String sessionId) {
    revoked.add(sessionId);
  }
}
