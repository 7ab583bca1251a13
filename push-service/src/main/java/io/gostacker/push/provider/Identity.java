package io.gostacker.push.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/// What tells notifications from each other, by what they say alone: one that is handed over again,
/// by whatever process, bears the same.
final class Identity {
  private static final int TOPIC_BYTES = 18;

  private Identity() {}

  /// Of one notification: a UUID of version 8 (RFC 9562) of its user, device, conversation and seq.
  static UUID of(Notification notification) {
    byte[] hash =
        sha256(
            notification.userId()
                + "\n"
                + notification.conversationId()
                + "\n"
                + notification.seq()
                + "\n"
                + notification.token());
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long high = (bits.getLong() & ~0xF000L) | 0x8000L;
    long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /// Of a user's notifications of one conversation: 24 characters of base64url, which do not tell
  /// which conversation it is.
  static String topic(Notification notification) {
    byte[] hash = sha256(notification.userId() + "\n" + notification.conversationId());
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TOPIC_BYTES));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
