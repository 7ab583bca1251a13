package io.gostacker.client;

/// What a connection's thread waits for.
sealed interface Input {

  /// A frame of `socket`, which reads no further until [LiveSocket#next].
  record FrameIn(LiveSocket socket, String text) implements Input {}

  record ClosedIn(LiveSocket socket, int code, String reason) implements Input {}

  record SendIn(Outbox.Entry entry) implements Input {}

  /// Something else, kept elsewhere, is to be looked at.
  record Wake() implements Input {}

  record CloseIn() implements Input {}
}
