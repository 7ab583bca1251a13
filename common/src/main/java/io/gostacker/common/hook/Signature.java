package io.gostacker.common.hook;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How the app's back end knows who calls, and that the call is no old one: HMAC-SHA256 (RFC 2104)
/// over the time, a dot and the body.
public final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /// Begins a signed call: a POST of JSON.
  ///
  /// @param now epoch milliseconds
  /// @throws IllegalArgumentException if the address is none
  static HttpRequest.Builder request(String url, String secret, byte[] body, long now) {
    String timestamp = Long.toString(now / 1000);
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .header("User-Agent", "GoStacker")
        .header("GoStacker-Timestamp", timestamp)
        .header("GoStacker-Signature", of(secret, timestamp, body))
        .POST(BodyPublishers.ofByteArray(body));
  }

  /// @param secret that caller and receiver share
  /// @param timestamp epoch seconds, as the header has it
  /// @return `v1=` and 64 hexadecimal digits
  public static String of(String secret, String timestamp, byte[] body) {
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
