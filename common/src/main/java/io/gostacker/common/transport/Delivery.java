package io.gostacker.common.transport;

/// What goes out to sockets of one gateway.
public sealed interface Delivery {

  /// One frame for every device of some users.
  ///
  /// @param conversationId whose order it keeps
  /// @param seq of the message in it, 0 when the frame is none (`receipt`, `typing`,
  ///   `conversation`)
  /// @param frame a whole JSON object as UTF-8, shared by all sockets and never changed
  /// @param recipients users, with a socket at this gateway or not
  /// @param exceptUserId with `exceptDeviceId` the device that caused it and does not get it; 0 for
  ///   none
  /// @param exceptDeviceId see `exceptUserId`; empty for none
  record Frame(
      long conversationId,
      long seq,
      byte[] frame,
      long[] recipients,
      long exceptUserId,
      String exceptDeviceId)
      implements Delivery {}

  /// Frames for these users may be missing: their sockets are told to `sync`.
  record Resync(long[] recipients) implements Delivery {}

  /// Frames for anybody may be missing: all sockets are told to `sync`.
  record ResyncAll() implements Delivery {}
}
