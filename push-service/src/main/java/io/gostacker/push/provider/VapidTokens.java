package io.gostacker.push.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/// What push services are shown (RFC 8292): for each of them a signed token, good for 12 hours and
/// used for half of them. Thread-safe.
final class VapidTokens {
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final int MAX_SERVICES = 1000;

  private final VapidKeys keys;
  private final String subject;
  private final Clock clock;
  private final Cache<String, Shown> shown =
      Caffeine.newBuilder().maximumSize(MAX_SERVICES).build();

  private record Shown(String header, Instant goodUntil) {}

  /// @param subject where a push service reaches who is responsible: a `mailto:` or `https:`
  ///   address
  VapidTokens(VapidKeys keys, String subject, Clock clock) {
    this.keys = keys;
    this.subject = subject;
    this.clock = clock;
  }

  /// The value of `Authorization` for a push service.
  String header(URI endpoint) {
    String audience = endpoint.getScheme() + "://" + endpoint.getAuthority();
    Instant now = clock.instant();
    Shown last = shown.getIfPresent(audience);
    if (last == null || now.isAfter(last.goodUntil())) {
      last = new Shown(signed(audience, now), now.plus(LIFETIME.dividedBy(2)));
      shown.put(audience, last);
    }
    return last.header();
  }

  private String signed(String audience, Instant now) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(audience)
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .subject(subject)
            .build();
    SignedJWT token = signed(claims, keys.pair());
    return "vapid t=" + token.serialize() + ", k=" + keys.publicKey();
  }

  /// Whether private and public key belong together.
  static boolean isPair(ECKey pair) {
    try {
      return signed(new JWTClaimsSet.Builder().build(), pair)
          .verify(new ECDSAVerifier(pair.toPublicJWK()));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static SignedJWT signed(JWTClaimsSet claims, ECKey pair) {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
    try {
      token.sign(new ECDSASigner(pair));
    } catch (JOSEException e) {
      throw new IllegalStateException(e); // every JDK has ES256
    }
    return token;
  }
}
