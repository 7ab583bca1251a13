package io.gostacker.gateway.frame;

import io.gostacker.common.content.ContentReader;
import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.json.JsonBytes;
import io.gostacker.common.json.PageJson;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.transport.SendPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The frames that the gateway itself says, as JSON.
public final class ServerFrames {
  /// Most bytes of payload a frame from a client may have, all fragments together.
  public static final int MAX_FRAME_BYTES = 256 * 1024;

  /// What `rate_limited`, `overloaded` and `unavailable` suggest to wait.
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private static final byte[] RESYNC = "{\"type\":\"resync\"}".getBytes(StandardCharsets.US_ASCII);

  private ServerFrames() {}

  public static byte[] welcome(AccessToken token, Duration heartbeat, long now) {
    JsonBytes json = new JsonBytes(384);
    json.raw("{\"type\":\"welcome\",\"userId\":").id(token.userId());
    json.raw(",\"deviceId\":").string(token.deviceId());
    json.raw(",\"sessionId\":").string(token.sessionId());
    json.raw(",\"heartbeatSeconds\":").number(Math.max(1, heartbeat.toSeconds()));
    json.raw(",\"serverTime\":").time(now);
    json.raw(",\"features\":[],\"limits\":{\"maxFrameBytes\":").number(MAX_FRAME_BYTES);
    json.raw(",\"maxContentBytes\":").number(ContentReader.MAX_BYTES);
    json.raw(",\"maxSyncConversations\":").number(PageJson.MAX_SYNC_CONVERSATIONS);
    return json.raw("}}").toByteArray();
  }

  public static byte[] sent(ClientFrame.Send send, long seq, long sentAt) {
    JsonBytes json = new JsonBytes(192);
    json.raw("{\"type\":\"sent\"");
    ref(send.ref(), json);
    json.raw(",");
    PageJson.writeSentFields(send.conversationId(), seq, send.clientMessageId(), sentAt, json);
    return json.raw("}").toByteArray();
  }

  public static byte[] synced(@Nullable String ref, SendPort.SyncPage page) {
    JsonBytes json = new JsonBytes(1024);
    json.raw("{\"type\":\"synced\"");
    ref(ref, json);
    json.raw(",");
    PageJson.writeFields(page, json);
    return json.raw("}").toByteArray();
  }

  public static byte[] pong(@Nullable String ref, long now) {
    JsonBytes json = new JsonBytes(96);
    json.raw("{\"type\":\"pong\"");
    ref(ref, json);
    return json.raw(",\"serverTime\":").time(now).raw("}").toByteArray();
  }

  /// An `error` that answers a frame.
  ///
  /// @param clientMessageId of the `send` that it answers
  public static byte[] error(
      @Nullable String ref, @Nullable String clientMessageId, ErrorCode code, String message) {
    boolean retry =
        code == ErrorCode.RATE_LIMITED
            || code == ErrorCode.OVERLOADED
            || code == ErrorCode.UNAVAILABLE;
    return error(ref, clientMessageId, code, message, retry ? RETRY_AFTER_MILLIS : 0);
  }

  /// @param retryAfterMillis 0 to say nothing of it
  private static byte[] error(
      @Nullable String ref,
      @Nullable String clientMessageId,
      ErrorCode code,
      String message,
      long retryAfterMillis) {
    JsonBytes json = new JsonBytes(192);
    json.raw("{\"type\":\"error\"");
    ref(ref, json);
    if (clientMessageId != null) {
      json.raw(",\"clientMessageId\":").string(clientMessageId);
    }
    json.raw(",\"code\":\"").raw(code.wireName());
    json.raw("\",\"message\":").string(message);
    if (retryAfterMillis > 0) {
      json.raw(",\"retryAfterMs\":").number(retryAfterMillis);
    }
    return json.raw("}").toByteArray();
  }

  /// The `error` that answers a `send` too many.
  ///
  /// @param nanosToWait until the next one is taken
  public static byte[] rateLimited(ClientFrame.Send send, long nanosToWait) {
    ErrorCode code = ErrorCode.RATE_LIMITED;
    return error(
        send.ref(),
        send.clientMessageId(),
        code,
        "Too many messages, wait before the next",
        (nanosToWait + 999_999) / 1_000_000);
  }

  public static byte[] goodbye(long reconnectAfterMillis) {
    JsonBytes json = new JsonBytes(96);
    json.raw("{\"type\":\"goodbye\",\"reason\":\"draining\",\"reconnectAfterMs\":");
    return json.number(reconnectAfterMillis).raw("}").toByteArray();
  }

  /// `resync`. Not to be changed.
  public static byte[] resync() {
    return RESYNC;
  }

  private static void ref(@Nullable String ref, JsonBytes json) {
    if (ref != null) {
      json.raw(",\"ref\":").string(ref);
    }
  }
}
