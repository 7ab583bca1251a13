package io.gostacker.push.dispatch;

import io.gostacker.push.outbox.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is done with a notification that is due.
sealed interface Plan {
  /// A user who is online is looked at once more: the gateway may have died, and that is noticed by
  /// then.
  Duration SECOND_LOOK = Duration.ofSeconds(12);

  /// It is sent.
  record Send(Due due, Due.Device device, Due.Shown shown, boolean isMention) implements Plan {}

  /// Not now.
  ///
  /// @param until epoch milliseconds
  /// @param isOnline whether that is because the user is online
  record Hold(Claimed claimed, long until, boolean isOnline) implements Plan {}

  /// By another provider, of which the device has its token now.
  record Move(Claimed claimed, String provider) implements Plan {}

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
    if (due.device() == null) {
      return new Drop(claimed, Why.NO_TOKEN);
    }
    if (!due.device().provider().equals(claimed.provider())) {
      return new Move(claimed, due.device().provider());
    }
    if (due.reading() == null || !due.reading().isMember() || due.message() == null) {
      return new Drop(claimed, Why.NOT_THEIRS);
    }
    long read = due.reading().readSeq();
    if (read >= claimed.seq()) {
      return new Drop(claimed, Why.READ);
    }
    if (isOnline) {
      return claimed.seenOnline()
          ? new Drop(claimed, Why.ONLINE)
          : new Hold(claimed, now + SECOND_LOOK.toMillis(), true);
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
        return new Hold(claimed, end.get().toEpochMilli(), false);
      }
    }
    return new Send(due, due.device(), due.message(), isMention);
  }
}
