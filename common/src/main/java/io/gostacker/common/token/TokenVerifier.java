package io.gostacker.common.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.id.Ids;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/// Verifies access tokens: RS256 with a key of the JWK set, `iss` and `aud` ours, not expired,
/// session not revoked.
///
/// No other algorithm is accepted, `none` included, and the key is chosen by `kid`. Thread-safe.
public final class TokenVerifier {
  /// `iss` and `aud` of every access token.
  public static final String ISSUER = "gostacker";

  /// Claim names of ours.
  public static final String DEVICE = "did";

  public static final String SESSION = "sid";
  public static final String APP = "app";

  /// Longest token that is looked at; ours have about 700 characters.
  private static final int MAX_LENGTH = 4096;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Revocations revocations;

  /// @param keys the public keys, asked for each token; it may change over time
  /// @param clock by which tokens expire
  public TokenVerifier(JWKSource<SecurityContext> keys, Revocations revocations, Clock clock) {
    this.revocations = revocations;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            ISSUER,
            new JWTClaimsSet.Builder().issuer(ISSUER).build(),
            Set.of("sub", "exp", DEVICE, SESSION)) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(0);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /// What the token says.
  ///
  /// @throws Refusal `unauthenticated` if it is not a token of ours, has expired or its session has
  ///   ended
  public AccessToken verify(String token) {
    if (token.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      JWTClaimsSet claims = processor.process(token, null);
      AccessToken access = read(claims);
      if (revocations.isRevoked(access.sessionId())) {
        throw Refusal.of(ErrorCode.UNAUTHENTICATED, "This session has ended: log in again");
      }
      return access;
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw invalid();
    }
  }

  private static AccessToken read(JWTClaimsSet claims) throws ParseException {
    String subject = claims.getSubject();
    String device = claims.getClaimAsString(DEVICE);
    String session = claims.getClaimAsString(SESSION);
    Date expires = claims.getExpirationTime();
    Long app = claims.getLongClaim(APP);
    if (subject == null || device == null || session == null || expires == null) {
      throw invalid();
    }
    long userId = Ids.parse(subject);
    if (userId == Ids.NONE) {
      throw invalid();
    }
    return new AccessToken(
        userId, device, session, app == null ? 1 : app.intValue(), expires.toInstant());
  }

  private static Refusal invalid() {
    return Refusal.of(
        ErrorCode.UNAUTHENTICATED, "The access token is missing, malformed or has expired");
  }
}
