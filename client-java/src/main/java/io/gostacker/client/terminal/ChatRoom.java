package io.gostacker.client.terminal;

import io.gostacker.client.Connection;
import io.gostacker.client.Content;
import io.gostacker.client.Conversation;
import io.gostacker.client.Event;
import io.gostacker.client.Message;
import io.gostacker.client.SendOutcome;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What happens while one is connected: events become lines, lines become messages.
///
/// Events come on the connection's thread, lines on the reader's.
final class ChatRoom {
  private final Screen screen;
  private final Directory directory;
  private final Wording wording;
  private final String userId;
  private final Set<String> writtenHere = ConcurrentHashMap.newKeySet();
  private final CountDownLatch firstOnline = new CountDownLatch(1);
  private final AtomicBoolean online = new AtomicBoolean();
  private final AtomicBoolean saidOffline = new AtomicBoolean();
  private final AtomicBoolean unsent = new AtomicBoolean();
  private volatile @Nullable Connection connection;
  private volatile @Nullable Conversation open;
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  ChatRoom(Screen screen, Directory directory, Wording wording, String userId) {
    this.screen = screen;
    this.directory = directory;
    this.wording = wording;
    this.userId = userId;
  }

  /// Uses `connection`, whose listener is [#on].
  void attach(Connection connection) {
    this.connection = connection;
  }

  @Nullable Conversation open() {
    return open;
  }

  void open(Conversation conversation) {
    open = conversation;
  }

  /// Comes, with the reason, when the server has ended it for good.
  CompletableFuture<String> ended() {
    return ended;
  }

  /// Whether a line was refused or left without an outcome.
  boolean unsent() {
    return unsent.get();
  }

  /// Waits until everything missed is shown; false after that time.
  boolean awaitOnline(Duration atMost) throws InterruptedException {
    return firstOnline.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  void on(Event event) {
    switch (event) {
      case Event.MessageArrived(Message message) -> arrived(message);
      case Event.Online() -> {
        saidOffline.set(false);
        if (!online.getAndSet(true)) {
          screen.note(firstOnline.getCount() == 0 ? "— online again —" : "— online —");
        }
        firstOnline.countDown();
      }
      case Event.Offline(String reason, Duration retryIn) -> offline(reason);
      case Event.Ended(int code, String reason) -> {
        String why = reason.isBlank() ? "closed with code " + code : SafeText.line(reason);
        screen.warn("— ended by the server: " + why + " —");
        firstOnline.countDown();
        ended.complete(why);
      }
      case Event.ConversationChanged(String what, Conversation conversation) ->
          changed(what, conversation);
      case Event.ConversationGone(String id) ->
          screen.note("— " + directory.conversation(id) + " is no longer yours —");
      case Event.ReceiptArrived receipt -> {}
      case Event.Typing typing -> {}
    }
  }

  private void offline(String reason) {
    online.set(false);
    if (!saidOffline.getAndSet(true)) {
      screen.warn(
          "— offline ("
              + SafeText.line(reason)
              + "); trying again, what you write goes out when it is back —");
    }
  }

  private void changed(String what, Conversation conversation) {
    Conversation now = open;
    if (now != null && now.conversationId().equals(conversation.conversationId())) {
      open = conversation;
      return;
    }
    if (what.equals("joined") || what.equals("created")) {
      screen.note("— new conversation: " + directory.conversation(conversation) + " (/list) —");
    }
  }

  private void arrived(Message message) {
    boolean own = message.senderId().equals(userId);
    if (own && writtenHere.remove(message.clientMessageId())) {
      return;
    }
    Connection to = connection;
    if (to != null && !own) {
      to.delivered(message.conversationId(), message.seq());
    }
    Conversation now = open;
    if (now != null && now.conversationId().equals(message.conversationId())) {
      screen.line(wording.message(message));
      if (to != null) {
        to.read(message.conversationId(), message.seq());
      }
    } else {
      String where = directory.conversation(message.conversationId());
      screen.line(screen.bold("[" + where + "] ") + wording.message(message));
    }
  }

  /// Sends to the open conversation; the outcome is shown when it is not the wished one.
  void say(String text) {
    Conversation to = open;
    Connection over = connection;
    if (to == null || over == null) {
      screen.warn("Open a conversation first: /list and /open N, or /new USERNAME.");
      unsent.set(true);
      return;
    }
    String id = UUID.randomUUID().toString();
    writtenHere.add(id);
    var unused =
        over.send(to.conversationId(), id, Content.text(text))
            .thenAccept(outcome -> settled(id, text, outcome));
    if (!online.get()) {
      screen.note("— queued, " + over.pending() + " waiting —");
    }
  }

  private void settled(String id, String text, SendOutcome outcome) {
    String why =
        switch (outcome) {
          case SendOutcome.Sent sent -> null;
          case SendOutcome.Refused refused -> refused.code() + ", " + refused.message();
          case SendOutcome.OutboxFull full -> "too many lines are waiting";
          case SendOutcome.Open open -> "no answer before the end; it may have been sent";
        };
    if (why != null) {
      writtenHere.remove(id);
      unsent.set(true);
      screen.warn("Not sent (" + SafeText.line(why) + "): " + SafeText.line(text));
    }
  }
}
