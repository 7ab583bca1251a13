package io.gostacker.flusher;

import io.gostacker.common.conversation.Role;
import org.jspecify.annotations.Nullable;

/// What a batch of records does to one member, folded: the last word on each column.
///
/// After a joining the whole row is known; before it only what changed is.
final class MemberChange {
  final long conversationId;
  final long userId;

  /// Whether the user joined in this batch, so that every column is as below.
  private boolean fresh;

  private boolean gone;
  private long leftSeq;
  private @Nullable Role role;
  private @Nullable String nickname;
  private @Nullable Long mutedUntil;
  private long joinSeq;
  private long joinedAt;
  private long readSeq;
  private long readOrdinal;
  private long deliveredSeq;

  MemberChange(long conversationId, long userId) {
    this.conversationId = conversationId;
    this.userId = userId;
  }

  /// Everything starts anew.
  void join(long seq, long at, long readTo, long readToOrdinal) {
    fresh = true;
    gone = false;
    leftSeq = 0;
    forget();
    joinSeq = seq;
    joinedAt = at;
    readSeq = readTo;
    readOrdinal = readToOrdinal;
    deliveredSeq = 0;
  }

  /// Takes role, nickname and mute along.
  void leave(long lastSeq) {
    if (!gone) {
      gone = true;
      leftSeq = lastSeq;
      forget();
    }
  }

  private void forget() {
    role = null;
    nickname = null;
    mutedUntil = null;
  }

  void role(Role next) {
    role = gone ? null : next;
  }

  void nickname(String next) {
    nickname = gone ? null : next;
  }

  void mutedUntil(long next) {
    mutedUntil = gone ? null : Long.valueOf(next);
  }

  /// Never moves back.
  void read(long seq, long ordinal) {
    if (!gone && readSeq < seq) {
      readSeq = seq;
      readOrdinal = Math.max(readOrdinal, ordinal);
    }
  }

  /// Never moves back.
  void delivered(long seq) {
    if (!gone) {
      deliveredSeq = Math.max(deliveredSeq, seq);
    }
  }

  boolean fresh() {
    return fresh;
  }

  /// Whether a member from before the batch left in it.
  boolean departed() {
    return gone && !fresh;
  }

  boolean changesRow() {
    return !fresh && !gone && (role != null || nickname != null || mutedUntil != null);
  }

  boolean movesPositions() {
    return !fresh && !gone && (readSeq > 0 || deliveredSeq > 0);
  }

  /// Whether the user is a member after the batch; meaningful when [#fresh] or [#departed].
  boolean isMember() {
    return !gone;
  }

  long leftSeq() {
    return leftSeq;
  }

  @Nullable Role role() {
    return role;
  }

  /// Empty when it was taken away, null when it did not change.
  @Nullable String nickname() {
    return nickname;
  }

  @Nullable Long mutedUntil() {
    return mutedUntil;
  }

  long joinSeq() {
    return joinSeq;
  }

  long joinedAt() {
    return joinedAt;
  }

  long readSeq() {
    return readSeq;
  }

  long readOrdinal() {
    return readOrdinal;
  }

  long deliveredSeq() {
    return deliveredSeq;
  }
}
