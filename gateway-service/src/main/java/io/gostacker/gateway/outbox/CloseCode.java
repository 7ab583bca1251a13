package io.gostacker.gateway.outbox;

/// Why a socket is closed, as the client sees it.
public enum CloseCode {
  PROTOCOL_ERROR(1002, "protocol error"),
  NOT_UTF8(1007, "text that is not UTF-8"),
  FRAME_TOO_LARGE(1009, "frame too large"),
  INTERNAL(1011, "internal error"),
  DRAINING(1012, "draining"),
  OVERLOADED(1013, "overloaded, try again later"),
  MALFORMED(4400, "not a JSON object with a string 'type' in a text frame"),
  UNAUTHENTICATED(4401, "unauthenticated or revoked"),
  NO_HELLO(4408, "no hello in time"),
  REPLACED(4409, "replaced by a newer connection of the same device"),
  SLOW_READER(4410, "too slow a reader"),
  SILENT(4411, "silent past the heartbeat"),
  FLOODING(4429, "flooding");

  private final int status;
  private final String reason;

  CloseCode(int status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  public int status() {
    return status;
  }

  /// ASCII, at most 123 bytes.
  public String reason() {
    return reason;
  }
}
