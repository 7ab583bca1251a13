package io.gostacker.push.dispatch;

import io.gostacker.push.outbox.Claimed;
import java.time.Instant;
import java.util.Optional;

/// What is done with a notification that is due.
sealed interface Plan {

  /// It is sent.
  record Send(Due due, Due.Device device, Due.Shown shown, boolean isMention) implements Plan {}

  /// Not now.
  ///
  /// @param until epoch milliseconds
  record Hold(Claimed claimed, long until) implements Plan {}

  /// Not at all.
  record Drop(Claimed claimed, Why why) implements Plan {}

  /// Why something is not sent.
  enum Why {
    /// The user has read that far.
    READ,
    /// The user has a live socket by now.
    ONLINE,
    /// The user does not want to be notified of this conversation.
    MUTED,
    /// The user is no member any more, or the conversation or message is gone.
    NOT_THEIRS,
    /// The device has no token any more.
    NO_TOKEN
  }

  /// Decides. Pure.
  ///
  /// @param isOnline whether the user has a live socket
  /// @param now epoch milliseconds
  static Plan of(Due due, boolean isOnline, long now) {
    Claimed claimed = due.claimed();
    if (due.device() == null || !due.device().provider().equals(claimed.provider())) {
      return new Drop(claimed, Why.NO_TOKEN);
    }
    if (due.reading() == null || !due.reading().isMember() || due.message() == null) {
      return new Drop(claimed, Why.NOT_THEIRS);
    }
    long read = due.reading().readSeq();
    if (read >= claimed.seq()) {
      return new Drop(claimed, Why.READ);
    }
    if (isOnline) {
      return new Drop(claimed, Why.ONLINE);
    }
    boolean isMention = claimed.mentionSeq() > read;
    boolean comesFirst = isMention && due.wishes().mentions();
    if (!comesFirst && due.wishes().mutedUntil() > now) {
      return new Drop(claimed, Why.MUTED);
    }
    QuietHours quiet = due.wishes().quiet();
    if (!comesFirst && quiet != null) {
      Optional<Instant> end = quiet.endAt(Instant.ofEpochMilli(now));
      if (end.isPresent()) {
        return new Hold(claimed, end.get().toEpochMilli());
      }
    }
    return new Send(due, due.device(), due.message(), isMention);
  }
}
