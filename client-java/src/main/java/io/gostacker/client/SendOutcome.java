package io.gostacker.client;

import java.time.Instant;

/// What became of a message handed to [Connection#send].
public sealed interface SendOutcome {

  /// It is durable and stands in the conversation at `seq`, once.
  record Sent(String conversationId, long seq, String clientMessageId, Instant sentAt)
      implements SendOutcome {}

  /// The server refused it for good; it is in no history.
  record Refused(String clientMessageId, String code, String message) implements SendOutcome {}

  /// The outbox was full and the message was not taken; nothing was sent.
  record OutboxFull() implements SendOutcome {}

  /// The connection was closed, or ended by the server, before an answer came. It may or may not
  /// have been sent: sending the same `clientMessageId` again settles it.
  record Open(String clientMessageId) implements SendOutcome {}
}
