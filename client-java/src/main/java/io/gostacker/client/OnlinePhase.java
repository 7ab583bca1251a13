package io.gostacker.client;

import io.gostacker.client.Event.ConversationChanged;
import io.gostacker.client.Event.ConversationGone;
import io.gostacker.client.Event.ReceiptArrived;
import io.gostacker.client.Outbox.Entry;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One socket from its opening to its end. Run by the connection's thread.
final class OnlinePhase {
  /// Codes of `error` frames after which the same message is sent again. `rate_limited` says that
  /// it was not taken, so a later try is as good as the first.
  private static final Set<String> TRY_AGAIN =
      Set.of("unavailable", "overloaded", "internal", "rate_limited");

  private static final long FIRST_RETRY_MS = 200;
  private static final long MOST_RETRY_MS = 10_000;

  private final LiveSocket socket;
  private final Shared shared;
  private final Syncer syncer = new Syncer();
  private final Heartbeat heartbeat;
  private final long welcomeBy;
  private boolean welcomed;
  private boolean caughtUp;
  private long gapSince = Ticker.NEVER;
  private long goodbyeAt = Ticker.NEVER;

  /// What outlives a socket.
  record Shared(
      String userId,
      ConnectionSettings settings,
      Ticker ticker,
      BlockingQueue<Input> inputs,
      Inbox inbox,
      Outbox outbox,
      Positions positions,
      Consumer<Event> events) {}

  OnlinePhase(LiveSocket socket, Shared shared) {
    this.socket = socket;
    this.shared = shared;
    long now = shared.ticker().millis();
    this.heartbeat = new Heartbeat(now);
    this.welcomeBy = now + shared.settings().answerTimeout().toMillis();
  }

  /// Whether everything missed had been delivered.
  boolean caughtUp() {
    return caughtUp;
  }

  /// Serves the socket until it ends. The socket is let go in any case.
  Ending run(@Nullable String greeting) throws InterruptedException {
    syncer.want();
    shared.positions().forgetTyping();
    try {
      if (greeting != null) {
        say(greeting);
      }
      return serve();
    } catch (IOException e) {
      return lost(HttpApi.reason(e));
    } finally {
      socket.close();
    }
  }

  private Ending serve() throws IOException, InterruptedException {
    while (true) {
      Ending overdue = tick(shared.ticker().millis());
      if (overdue != null) {
        return overdue;
      }
      long wait = Math.max(1, deadline() - shared.ticker().millis());
      switch (shared.inputs().poll(wait, TimeUnit.MILLISECONDS)) {
        case Input.FrameIn(LiveSocket from, String text) when from == socket -> {
          heartbeat.heard(shared.ticker().millis());
          handle(Frames.parse(text));
          socket.next();
        }
        case Input.ClosedIn(LiveSocket from, int code, String reason) when from == socket -> {
          return closed(code, reason);
        }
        case Input.SendIn(Entry entry) -> shared.outbox().add(entry);
        case Input.CloseIn() -> {
          return new Ending.Closed();
        }
        case Input.FrameIn stale -> {}
        case Input.ClosedIn stale -> {}
        case Input.Wake() -> {}
        case null -> {}
      }
    }
  }

  private @Nullable Ending tick(long now) throws IOException, InterruptedException {
    if (!welcomed) {
      return now >= welcomeBy ? lost("no welcome from the server") : null;
    }
    if (heartbeat.silent(now)) {
      return lost("nothing heard for two heartbeats");
    }
    if (syncer.overdue(now)) {
      return lost("no answer to sync");
    }
    if (now >= goodbyeAt) {
      return new Ending.Lost("the server is going away", 0);
    }
    if (gapSince != Ticker.NEVER && now >= gapSince + shared.settings().gapGrace().toMillis()) {
      gapSince = Ticker.NEVER;
      syncer.want();
    }
    if (goodbyeAt == Ticker.NEVER) {
      sayWhatIsDue(now);
    }
    if (heartbeat.pingDue(now)) {
      say(Frames.ping());
    }
    return null;
  }

  private void sayWhatIsDue(long now) throws IOException, InterruptedException {
    if (syncer.due(now)) {
      String ref = syncer.begin(now + shared.settings().answerTimeout().toMillis());
      say(Frames.sync(ref, shared.inbox().ask()));
    }
    for (Entry entry : shared.outbox().due(now)) {
      shared.outbox().postpone(entry, now + shared.settings().answerTimeout().toMillis());
      say(Frames.send(entry));
    }
    for (var position : shared.positions().drain().entrySet()) {
      say(Frames.position(position.getKey(), position.getValue()));
    }
  }

  private void say(String frame) throws IOException, InterruptedException {
    socket.send(frame);
    heartbeat.said(shared.ticker().millis());
  }

  private long deadline() {
    if (!welcomed) {
      return welcomeBy;
    }
    long beat = heartbeat.deadline();
    if (goodbyeAt != Ticker.NEVER) {
      return Math.min(beat, goodbyeAt);
    }
    long gap =
        gapSince == Ticker.NEVER
            ? Ticker.NEVER
            : gapSince + shared.settings().gapGrace().toMillis();
    long due = Math.min(syncer.deadline(), shared.outbox().nextDue());
    return Math.min(Math.min(beat, gap), due);
  }

  private void handle(Frame frame) {
    switch (frame) {
      case Frame.Welcome(long heartbeatSeconds) -> {
        welcomed = true;
        heartbeat.every(heartbeatSeconds);
      }
      case Frame.Live(Message message) -> arrived(message);
      case Frame.Sent sent -> sent(sent);
      case Frame.Synced synced -> synced(synced);
      case Frame.Failure failure -> failed(failure);
      case Frame.Resync() -> syncer.want();
      case Frame.Goodbye(long afterMs) -> goodbyeAt = shared.ticker().millis() + afterMs;
      case Frame.Receipt(String conversation, String user, String kind, long seq) ->
          shared.events().accept(new ReceiptArrived(conversation, user, kind, seq));
      case Frame.Typing(String conversation, String user) ->
          shared.events().accept(new Event.Typing(conversation, user));
      case Frame.Changed(String what, Conversation conversation) ->
          shared.events().accept(new ConversationChanged(what, conversation));
      case Frame.Other() -> {}
    }
  }

  private void arrived(Message message) {
    shared.inbox().live(message);
    noteGap();
  }

  private void noteGap() {
    if (!shared.inbox().gap()) {
      gapSince = Ticker.NEVER;
    } else if (gapSince == Ticker.NEVER) {
      gapSince = shared.ticker().millis();
    }
  }

  private void sent(Frame.Sent sent) {
    Entry entry = shared.outbox().find(sent.clientMessageId());
    if (entry == null) {
      return;
    }
    shared.outbox().remove(entry);
    arrived(
        new Message(
            entry.conversationId,
            sent.seq(),
            shared.userId(),
            entry.clientMessageId,
            entry.content,
            sent.sentAt(),
            0));
    entry.outcome.complete(
        new SendOutcome.Sent(
            entry.conversationId, sent.seq(), entry.clientMessageId, sent.sentAt()));
  }

  private void synced(Frame.Synced answer) {
    if (!syncer.ended(answer.ref())) {
      return;
    }
    boolean progress =
        shared.inbox().synced(answer, gone -> shared.events().accept(new ConversationGone(gone)));
    noteGap();
    if (!answer.unfinished()) {
      syncer.succeeded();
      if (!caughtUp) {
        caughtUp = true;
        shared.events().accept(new Event.Online());
      }
    } else if (progress) {
      syncer.want();
    } else {
      syncer.failed(shared.ticker().millis(), 0);
    }
  }

  private void failed(Frame.Failure failure) {
    long now = shared.ticker().millis();
    if (syncer.ended(failure.ref())) {
      syncer.failed(now, failure.retryAfterMs());
      return;
    }
    String id = failure.clientMessageId().isEmpty() ? failure.ref() : failure.clientMessageId();
    Entry entry = shared.outbox().find(id);
    if (entry == null) {
      return;
    }
    if (TRY_AGAIN.contains(failure.code())) {
      long own = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS << Math.min(entry.failures++, 10));
      shared.outbox().postpone(entry, now + Math.max(own, failure.retryAfterMs()));
    } else {
      shared.outbox().remove(entry);
      entry.outcome.complete(
          new SendOutcome.Refused(entry.clientMessageId, failure.code(), failure.message()));
    }
  }

  private Ending closed(int code, String reason) {
    return switch (code) {
      case 4401 -> new Ending.Over(code, reason);
      case 4409 -> new Ending.Over(code, "this device was connected again from somewhere else");
      default -> lost(reason.isBlank() ? "closed with code " + code : reason + " (" + code + ")");
    };
  }

  private Ending lost(String reason) {
    long left = goodbyeAt == Ticker.NEVER ? -1 : goodbyeAt - shared.ticker().millis();
    return new Ending.Lost(reason, goodbyeAt == Ticker.NEVER ? -1 : Math.max(0, left));
  }
}
