package io.gostacker.gateway.moderation;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Command.SendMessage;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.ReplyTo;
import io.gostacker.common.transport.SendPort;
import io.gostacker.gateway.moderation.BeforeSendSettings.OnFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands commands to the send service, messages of users only when the app has been asked about
/// them. What one device sends goes on in the order in which it was sent, whatever the order of the
/// app's answers; devices do not wait for each other. Never blocks.
///
/// The app is asked again about a message that is repeated; its answer should be the same then.
final class Moderation implements BiConsumer<Command, ReplyTo> {
  private static final Logger log = LoggerFactory.getLogger(Moderation.class);

  /// Messages about which the app is being asked.
  private static final int MAX_WAITING = 20_000;

  private record Sender(long userId, String deviceId) {}

  private final SendPort send;
  private final Function<SendMessage, Ruling> hook;
  private final OnFailure onFailure;
  private final BeforeSendMeters meters;
  private final Map<Sender, CompletableFuture<Void>> last = new ConcurrentHashMap<>();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param hook blocks
  Moderation(
      SendPort send,
      Function<SendMessage, Ruling> hook,
      OnFailure onFailure,
      BeforeSendMeters meters) {
    this.send = send;
    this.hook = hook;
    this.onFailure = onFailure;
    this.meters = meters;
  }

  @Override
  public void accept(Command command, ReplyTo replyTo) {
    // The app's own messages bear no device.
    if (command instanceof SendMessage message && !message.deviceId().isEmpty()) {
      moderate(message, replyTo);
    } else {
      send.submit(command, replyTo);
    }
  }

  private void moderate(SendMessage message, ReplyTo replyTo) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      replyTo.reply(new Reply.Refused(ErrorCode.OVERLOADED, "Too many messages wait for the app"));
      return;
    }
    CompletableFuture<Ruling> ruling = new CompletableFuture<>();
    Sender sender = new Sender(message.senderId(), message.deviceId());
    CompletableFuture<Void> turn =
        last.compute(
            sender,
            (who, before) -> {
              CompletableFuture<Ruling> next =
                  before == null ? ruling : before.thenCombine(ruling, (done, ruled) -> ruled);
              return next.thenAccept(ruled -> goOn(message, replyTo, ruled));
            });
    turn.whenComplete((done, failure) -> last.remove(sender, turn));
    Thread.ofVirtual().name("before-send").start(() -> ask(message, ruling));
  }

  /// Whatever happens, there is a ruling: those behind it wait for it.
  private void ask(SendMessage message, CompletableFuture<Ruling> ruling) {
    Ruling ruled = new Ruling.None("the question failed");
    try {
      ruled = hook.apply(message);
    } finally {
      ruling.complete(ruled);
    }
  }

  private void goOn(SendMessage message, ReplyTo replyTo, Ruling ruling) {
    waiting.decrementAndGet();
    meters.count(ruling);
    if (!(ruling instanceof Ruling.None) && failing.compareAndSet(true, false)) {
      log.info("The app answers about messages again");
    }
    try {
      switch (ruling) {
        case Ruling.Accept() -> {
          send.submit(message, replyTo);
        }
        case Ruling.Refuse(String reason) -> {
          replyTo.reply(new Reply.Refused(ErrorCode.FORBIDDEN, reason));
        }
        case Ruling.Rewrite(byte[] content) -> {
          send.submit(rewritten(message, content), replyTo);
        }
        case Ruling.None(String why) -> unanswered(message, replyTo, why);
      }
    } catch (RuntimeException e) {
      log.error("A message that the app was asked about could not go on", e);
      replyTo.reply(new Reply.Refused(ErrorCode.INTERNAL, "The message could not go on"));
    }
  }

  private void unanswered(SendMessage message, ReplyTo replyTo, String why) {
    if (failing.compareAndSet(false, true)) {
      log.warn("The app does not answer about messages: {}", why);
    }
    if (onFailure == OnFailure.ACCEPT) {
      send.submit(message, replyTo);
    } else {
      replyTo.reply(
          new Reply.Refused(ErrorCode.UNAVAILABLE, "The app could not be asked; try again"));
    }
  }

  private static SendMessage rewritten(SendMessage message, byte[] content) {
    return new SendMessage(
        message.conversationId(),
        message.senderId(),
        message.deviceId(),
        message.clientMessageId(),
        content,
        message.system());
  }
}
