package io.gostacker.meta.broadcast;

import io.gostacker.common.json.MessageJson;

/// A broadcast as it stands in MySQL.
///
/// @param rowId ascends with the time of creation
/// @param broadcastId what the app calls it, 1 to 48 characters of `[A-Za-z0-9_-]`
/// @param rate recipients a second, at most
/// @param total recipients, as counted when it began
/// @param afterId all recipients up to this user id are through
/// @param reason why it failed; empty if it did not
/// @param createdAt epoch milliseconds
/// @param finishedAt epoch milliseconds; 0 while it runs
record Broadcast(
    long rowId,
    int appId,
    String broadcastId,
    State state,
    long senderId,
    Saying saying,
    Audience audience,
    int rate,
    long total,
    long afterId,
    Tally tally,
    String reason,
    long createdAt,
    long finishedAt) {

  /// What is said.
  ///
  /// @param json content that was checked
  /// @param system whether the system says it
  record Saying(byte[] json, boolean system) {}

  /// Whether it goes on, or how it ended.
  enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED;

    String wireName() {
      return MessageJson.lower(this);
    }
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /// The same in each conversation and at each repeat, so that nobody gets it twice; another one
  /// when the app uses its id again. 64 characters at most.
  String clientMessageId() {
    return "b-" + broadcastId + "-" + Long.toString(rowId, Character.MAX_RADIX);
  }
}
