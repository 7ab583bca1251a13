package io.gostacker.common.error;

import java.util.Locale;

/// Every error that a client can see, by the name it has on the wire.
///
/// The same code serves a REST problem (`code`, [#status]), an `error` frame (`code`) and the title
/// of both.
public enum ErrorCode {
  VALIDATION_FAILED(422, "The request is not valid"),
  UNAUTHENTICATED(401, "Authentication is needed"),
  BAD_CREDENTIALS(401, "User name or password is wrong"),
  FORBIDDEN(403, "Not allowed"),
  MUTED(403, "You are muted here"),
  BLOCKED(403, "The other side does not take messages from you"),
  /// Frames only; over REST a stranger gets [#NOT_FOUND].
  NOT_MEMBER(404, "Not a member of this conversation"),
  NOT_FOUND(404, "Not found"),
  USERNAME_TAKEN(409, "This user name is taken"),
  CONFLICT(409, "Conflicts with the present state"),
  PAYLOAD_TOO_LARGE(413, "Too large"),
  /// A frame type, or a media type, that is not known.
  UNSUPPORTED_TYPE(415, "Type not supported"),
  RATE_LIMITED(429, "Too many requests"),
  INTERNAL(500, "Internal error"),
  OVERLOADED(503, "Overloaded, try again"),
  UNAVAILABLE(503, "Temporarily unavailable, try again");

  private final int status;
  private final String title;
  private final String wireName = name().toLowerCase(Locale.ROOT);

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// The HTTP status that a REST answer with this code has.
  public int status() {
    return status;
  }

  /// A short English sentence, the same for every occurrence.
  public String title() {
    return title;
  }

  /// The name in JSON, for example `not_found`.
  public String wireName() {
    return wireName;
  }
}
