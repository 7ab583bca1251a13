package io.gostacker.meta.broadcast;

import io.gostacker.meta.broadcast.Audience.All;
import io.gostacker.meta.broadcast.Audience.InConversation;
import io.gostacker.meta.broadcast.Audience.Users;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells whether two requests ask for the same.
final class RequestHash {
  private static final int NO_RATE = 0;

  private RequestHash() {}

  /// SHA-256 of all that the request says.
  static byte[] of(BroadcastRequest.Valid request) {
    MessageDigest digest = sha256();
    Integer rate = request.rate();
    byte[] content = request.saying().json();
    long[] userIds = request.to().userIds();
    digest.update(
        ByteBuffer.allocate(3 * Long.BYTES + 2 * Integer.BYTES)
            .putLong(request.senderId())
            .putLong(
                switch (request.to().audience()) {
                  case All all -> -1;
                  case Users users -> 0;
                  case InConversation(long conversationId) -> conversationId;
                })
            .putLong(userIds.length)
            .putInt(rate == null ? NO_RATE : rate)
            .putInt(content.length)
            .array());
    digest.update(content);
    ByteBuffer ids = ByteBuffer.allocate(userIds.length * Long.BYTES);
    ids.asLongBuffer().put(userIds);
    return digest.digest(ids.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
