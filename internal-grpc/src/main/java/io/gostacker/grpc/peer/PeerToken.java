package io.gostacker.grpc.peer;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a process shows of itself: its role, and HMAC-SHA256 of that under the shared secret (RFC
/// 2104), so that the secret itself never travels.
final class PeerToken {
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("gostacker-peer", Metadata.ASCII_STRING_MARSHALLER);

  private PeerToken() {}

  static String of(PeerRole role, String secret) {
    return role.wireName() + "." + mac(role, secret);
  }

  /// The role that a token proves; empty if it proves none.
  static Optional<PeerRole> role(String token, List<String> secrets) {
    for (PeerRole role : PeerRole.values()) {
      for (String secret : secrets) {
        if (MessageDigest.isEqual(bytes(of(role, secret)), bytes(token))) {
          return Optional.of(role);
        }
      }
    }
    return Optional.empty();
  }

  private static String mac(PeerRole role, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes("gostacker-peer:" + role.wireName())));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
