package io.gostacker.meta.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a webhook's receiver knows who calls, and that the call is no old one: HMAC-SHA256 (RFC
/// 2104) over the time, a dot and the body.
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /// @param secret that caller and receiver share
  /// @param timestamp epoch seconds, as the header has it
  /// @return `v1=` and 64 hexadecimal digits
  static String of(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
