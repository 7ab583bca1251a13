package io.gostacker.verify.history;

/// Something that a client did or saw. Users, devices, conversations and messages are numbers from
/// 0 on, given by who drives the load; messages in the order in which they were first sent.
///
/// A `content` is what a message says: its number and the hash of its text, see [Content].
public sealed interface Event {

  /// A device is a user's.
  record Device(int device, int user) implements Event {}

  /// A user is a member from the beginning on.
  record Member(int conversation, int user) implements Event {}

  /// A device sends, or sends again.
  ///
  /// @param repeat whether it, or another device, has sent it before
  record Invoked(int device, int conversation, long content, boolean repeat) implements Event {}

  /// A device was told that a message stands.
  record Accepted(int device, int message, long seq) implements Event {}

  /// A message was refused for good.
  record Rejected(int message) implements Event {}

  /// A device has a new socket.
  record Opened(int device) implements Event {}

  /// A device's socket is gone.
  record Closed(int device) implements Event {}

  /// A device was told to sync.
  record Resync(int device) implements Event {}

  /// A frame `message` came.
  record Live(int device, int conversation, long seq, long content) implements Event {}

  /// A message came by a sync.
  record Pulled(int device, int conversation, long seq, long content) implements Event {}

  /// Who was told that a message stands asked for it at once.
  record ReadBack(int message, boolean found) implements Event {}

  /// The removal of a user was answered.
  record Removed(int conversation, int user) implements Event {}

  /// Nothing is under way any more: who is connected has been handed everything.
  record Quiet() implements Event {}

  /// At the end: what the API has of a conversation, ascending.
  record Kept(int conversation, long seq, long content) implements Event {}

  /// At the end: from this message on a user is a member.
  record Joined(int conversation, long seq, int user) implements Event {}

  /// At the end: after this message a user is no member.
  record Left(int conversation, long seq, int user) implements Event {}

  /// At the end: what MySQL has of a conversation.
  record Stored(int conversation, long seq, long content) implements Event {}

  /// At the end: what the event feed tells of all conversations, in its order.
  record Fed(int conversation, long seq, long content) implements Event {}
}
