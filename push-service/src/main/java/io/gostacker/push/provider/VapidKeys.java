package io.gostacker.push.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;

/// By which push services know this installation (RFC 8292): browsers subscribe with the public
/// key, and only who has the private one may notify them. Others than before end all subscriptions.
public final class VapidKeys {
  private static final int PRIVATE_BYTES = 32;

  private final ECKey pair;
  private final String publicKey;

  private VapidKeys(ECKey pair) {
    this.pair = pair;
    this.publicKey = Base64URL.encode(P256.point(pair)).toString();
  }

  /// A new pair.
  public static VapidKeys generate(SecureRandom random) {
    try {
      return new VapidKeys(new ECKeyGenerator(Curve.P_256).secureRandom(random).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e); // every JDK has P-256
    }
  }

  /// The pair of which [#publicKey] and [#privateKey] are.
  ///
  /// @throws IllegalArgumentException if they are none, or not of one pair
  public static VapidKeys of(String publicKey, String privateKey) {
    Base64URL secret = new Base64URL(privateKey);
    if (secret.decode().length != PRIVATE_BYTES) {
      throw new IllegalArgumentException("a private key of VAPID has " + PRIVATE_BYTES + " bytes");
    }
    ECKey open = P256.key(new Base64URL(publicKey).decode());
    try {
      VapidKeys keys = new VapidKeys(new ECKey.Builder(open).d(secret).build());
      if (!VapidTokens.isPair(keys.pair())) {
        throw new IllegalArgumentException("the keys of VAPID are not of one pair");
      }
      return keys;
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("the private key of VAPID is none", e);
    }
  }

  /// What browsers subscribe with: the uncompressed point of P-256, 65 bytes, as base64url.
  public String publicKey() {
    return publicKey;
  }

  /// To be kept secret: 32 bytes as base64url.
  public String privateKey() {
    return pair.getD().toString();
  }

  ECKey pair() {
    return pair;
  }

  /// Without the private key.
  @Override
  public String toString() {
    return "VapidKeys[" + publicKey + "]";
  }
}
