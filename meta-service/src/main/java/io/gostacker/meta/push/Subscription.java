package io.gostacker.meta.push;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.web.FieldErrors;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A browser's subscription, as its `PushSubscription.toJSON()` gives it.
record Subscription(@Nullable String endpoint, @Nullable Keys keys) {
  private static final int AUTH_BYTES = 16;
  private static final int COORDINATE_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;

  /// @param p256dh the browser's key: an uncompressed point of P-256, base64url
  /// @param auth a secret of 16 bytes, base64url
  record Keys(@Nullable String p256dh, @Nullable String auth) {

    /// Without the secrets.
    @Override
    public String toString() {
      return "Keys";
    }
  }

  /// As it is kept: these fields and no others, the keys without padding. One subscription is
  /// always the same text. What is wrong is noted.
  ///
  /// @param path of this object in the request, with a dot at the end
  String json(FieldErrors errors, String path) {
    byte[] point = decoded(keys == null ? null : keys.p256dh());
    byte[] auth = decoded(keys == null ? null : keys.auth());
    errors.require(
        isEndpoint(endpoint),
        path + "endpoint",
        "must be an absolute https URL; http only to this machine itself");
    errors.require(
        isPoint(point),
        path + "keys.p256dh",
        "must be an uncompressed point of P-256: 65 bytes in base64url");
    errors.require(auth.length == AUTH_BYTES, path + "keys.auth", "must be 16 bytes in base64url");
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    byte[] json =
        new JsonBytes(512)
            .raw("{\"endpoint\":")
            .string(endpoint == null ? "" : endpoint)
            .raw(",\"keys\":{\"p256dh\":")
            .string(base64.encodeToString(point))
            .raw(",\"auth\":")
            .string(base64.encodeToString(auth))
            .raw("}}")
            .toByteArray();
    return new String(json, StandardCharsets.UTF_8);
  }

  private static boolean isEndpoint(@Nullable String text) {
    if (text == null || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return false;
    }
    try {
      URI address = new URI(text);
      String host = address.getHost();
      return host != null
          && address.getRawUserInfo() == null
          && ("https".equalsIgnoreCase(address.getScheme())
              || ("http".equalsIgnoreCase(address.getScheme()) && isLoopback(host)));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// By the name only: what another name leads to may change at any time.
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  private static boolean isPoint(byte[] bytes) {
    if (bytes.length != 1 + 2 * COORDINATE_BYTES || bytes[0] != UNCOMPRESSED) {
      return false;
    }
    int middle = 1 + COORDINATE_BYTES;
    return ECChecks.isPointOnCurve(
        new BigInteger(1, Arrays.copyOfRange(bytes, 1, middle)),
        new BigInteger(1, Arrays.copyOfRange(bytes, middle, bytes.length)),
        Curve.P_256.toECParameterSpec());
  }

  /// The bytes; none when the text is no base64url.
  private static byte[] decoded(@Nullable String text) {
    try {
      return text == null ? new byte[0] : Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /// Without the address, which is a secret too.
  @Override
  public String toString() {
    return "Subscription";
  }
}
