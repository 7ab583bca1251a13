package io.gostacker.meta.broadcast;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.meta.conversation.SendCalls;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Sends a broadcast's message to one recipient. What leaves the outcome open, or is refused for
/// the time being, is tried again, under the same client id, until there is an answer. Blocks.
final class BroadcastDelivery {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// How often `internal` is taken for something that passes.
  private static final int INTERNAL_TRIES = 5;

  private static final String NO_DEVICE = "";

  private final SendCalls send;

  BroadcastDelivery(SendCalls send) {
    this.send = send;
  }

  /// Into the direct conversation, which is made if there is none and the recipient would get it.
  ///
  /// @param direct makes or confirms it
  /// @param goesOn asked before each further try
  Outcome toUser(Broadcast broadcast, Command.Create direct, BooleanSupplier goesOn)
      throws InterruptedException {
    Command.SendMessage message = message(broadcast, direct.conversationId());
    if (direct.reservedBefore()) {
      Outcome sent = untilAnswered(() -> send.sent(message), goesOn);
      boolean missing =
          sent instanceof Outcome.Refused refused && refused.code() == ErrorCode.NOT_MEMBER;
      if (!missing) {
        return sent;
      }
    }
    if (isBlocked(broadcast, direct)) {
      return new Outcome.Refused(ErrorCode.BLOCKED, "The recipient blocks the sender");
    }
    Outcome made = untilAnswered(() -> send.conversation(direct), goesOn);
    return made instanceof Outcome.Done ? untilAnswered(() -> send.sent(message), goesOn) : made;
  }

  /// What the system says reaches whoever blocks the sender, too.
  private static boolean isBlocked(Broadcast broadcast, Command.Create direct) {
    return !broadcast.saying().system()
        && Arrays.stream(direct.blockers()).anyMatch(id -> id != broadcast.senderId());
  }

  /// Into a conversation of which the sender is a member.
  Outcome toConversation(Broadcast broadcast, long conversationId, BooleanSupplier goesOn)
      throws InterruptedException {
    Command.SendMessage message = message(broadcast, conversationId);
    return untilAnswered(() -> send.sent(message), goesOn);
  }

  private static Command.SendMessage message(Broadcast broadcast, long conversationId) {
    return new Command.SendMessage(
        conversationId,
        broadcast.senderId(),
        NO_DEVICE,
        broadcast.clientMessageId(),
        broadcast.saying().json(),
        broadcast.saying().system());
  }

  private static Outcome untilAnswered(Runnable call, BooleanSupplier goesOn)
      throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        call.run();
        return new Outcome.Done();
      } catch (Refusal refusal) {
        if (isFinal(refusal.code(), attempt)) {
          return new Outcome.Refused(refusal.code(), refusal.detail());
        }
      }
      Thread.sleep(pause);
      if (!goesOn.getAsBoolean()) {
        return new Outcome.Open();
      }
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  private static boolean isFinal(ErrorCode code, int attempt) {
    return switch (code) {
      case OVERLOADED, UNAVAILABLE, RATE_LIMITED -> false;
      case INTERNAL -> attempt >= INTERNAL_TRIES;
      default -> true;
    };
  }
}
