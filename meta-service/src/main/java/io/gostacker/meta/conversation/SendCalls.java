package io.gostacker.meta.conversation;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.transport.Command;
import io.gostacker.common.transport.Reply;
import io.gostacker.common.transport.SendPort;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Submits commands and waits for their answers, at most 5 s, or 30 s for those that name many
/// users: then the outcome is open and the client hears `unavailable`. Blocks.
public final class SendCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(30);
  private static final int MANY_USERS = 1000;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final SendPort send;

  SendCalls(SendPort send) {
    this.send = send;
  }

  /// The conversation that [Command.Create], [Command.ChangeConversation] or [Command.Join] leads
  /// to.
  public Reply.Conversation conversation(Command command) {
    return expect(Reply.Conversation.class, command);
  }

  /// Where the message stands.
  public Reply.Sent sent(Command.SendMessage message) {
    return expect(Reply.Sent.class, message);
  }

  /// Who was added.
  Reply.MembersAdded added(Command.AddMembers command) {
    return expect(Reply.MembersAdded.class, command);
  }

  /// Does what has no other answer than that it is done.
  void done(Command command) {
    expect(Reply.Done.class, command);
  }

  private <R extends Reply> R expect(Class<R> type, Command command) {
    Reply reply = ask(command);
    if (reply instanceof Reply.Refused refused) {
      throw refusal(refused);
    }
    if (!type.isInstance(reply)) {
      throw new IllegalStateException(
          command.getClass().getSimpleName() + " answered by " + reply.getClass().getSimpleName());
    }
    return type.cast(reply);
  }

  private static Refusal refusal(Reply.Refused refused) {
    return switch (refused.code()) {
      case OVERLOADED, RATE_LIMITED -> Refusal.retryAfter(refused.code(), refused.message(), RETRY);
      default -> Refusal.of(refused.code(), refused.message());
    };
  }

  private Reply ask(Command command) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    send.submit(command, answer::complete);
    try {
      return answer.get(patience(command).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "Not answered in time, try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ErrorCode.UNAVAILABLE, "Shutting down, try again");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Duration patience(Command command) {
    int users =
        switch (command) {
          case Command.Create create -> create.memberIds().length;
          case Command.AddMembers add -> add.userIds().length;
          default -> 1;
        };
    return users > MANY_USERS ? LONG_PATIENCE : PATIENCE;
  }
}
