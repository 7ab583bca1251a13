package io.gostacker.verify.check;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Goes through a history once, event by event, and finds what breaks a [Rule]. Takes about 100
/// bytes a message and a bit for each device that sees it.
public final class Checker implements Consumer<Event> {
  /// Below any seq: nothing was acknowledged yet.
  private static final long NOWHERE = -1;

  private final boolean redisMayLose;
  private final Findings findings = new Findings();
  private final Messages messages = new Messages();
  private final Places places = new Places(findings);
  private final Members members = new Members();
  private final Devices devices = new Devices(findings, messages);
  private final SenderOrder senders = new SenderOrder(findings, messages);
  private final Map<Integer, Long> highestAcknowledged = new HashMap<>();
  private final Map<Integer, Long> lastKept = new HashMap<>();
  private final Map<Integer, Long> lastFed = new HashMap<>();
  private final LongLongMap stored = new LongLongMap();
  private final LongLongMap fed = new LongLongMap();
  private long acknowledged;
  private long rejected;
  private long shown;
  private long jumps;

  /// @param redisMayLose whether holes are allowed where a conversation goes on 1,000,000 higher
  public Checker(boolean redisMayLose) {
    this.redisMayLose = redisMayLose;
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.Device(int device, int user) -> devices.add(device, user);
      case Event.Member(int conversation, int user) -> members.joined(conversation, user, 0);
      case Event.Invoked invoked -> invoked(invoked);
      case Event.Accepted(int device, int message, long seq) -> accepted(device, message, seq);
      case Event.Rejected(int message) -> {
        messages.reject(message);
        rejected++;
      }
      case Event.Opened(int device) -> devices.opened(device);
      case Event.Closed(int device) -> devices.closed(device);
      case Event.Resync(int device) -> devices.resync(device);
      case Event.Live(int device, int conversation, long seq, long content) -> {
        shown++;
        places.see(conversation, seq, content, "a frame");
        devices.live(device, conversation, seq);
      }
      case Event.Pulled(int device, int conversation, long seq, long content) -> {
        places.see(conversation, seq, content, "a sync");
        devices.pulled(device, conversation, seq, content);
      }
      case Event.ReadBack(int message, boolean found) -> {
        if (!found) {
          findings.add(Rule.READ_BACK, () -> name(message) + " was not found");
        }
      }
      case Event.Removed(int conversation, int user) -> members.removalAnswered(conversation, user);
      case Event.Quiet() -> devices.quiet();
      case Event.Kept(int conversation, long seq, long content) -> kept(conversation, seq, content);
      case Event.Joined(int conversation, long seq, int user) ->
          members.joined(conversation, user, seq);
      case Event.Left(int conversation, long seq, int user) ->
          members.left(conversation, user, seq);
      case Event.Stored(int conversation, long seq, long content) ->
          stored.put(Places.key(conversation, seq), content);
      case Event.Fed(int conversation, long seq, long content) -> fed(conversation, seq, content);
    }
  }

  private void invoked(Event.Invoked event) {
    int message = Content.message(event.content());
    if (event.repeat() || messages.knows(message)) {
      messages.repeat(message);
      return;
    }
    messages.sent(
        message,
        event.content(),
        event.conversation(),
        event.device(),
        devices.connection(event.device()),
        highestAcknowledged.getOrDefault(event.conversation(), NOWHERE));
  }

  private void accepted(int device, int message, long seq) {
    if (!messages.knows(message)) {
      findings.add(Rule.PHANTOM, () -> "an answer for " + message + ", which was never sent");
      return;
    }
    int conversation = messages.conversation(message);
    long before = messages.seq(message);
    places.see(conversation, seq, messages.content(message), "an answer");
    devices.knows(device, conversation, seq);
    if (before == Messages.NONE) {
      acknowledged++;
      messages.acknowledged(message, seq);
      if (seq <= messages.floor(message)) {
        findings.add(
            Rule.REAL_TIME,
            () ->
                name(message)
                    + " stands at "
                    + seq
                    + ", and was sent when "
                    + messages.floor(message)
                    + " was acknowledged");
      }
      senders.accepted(message, seq, devices.connection(messages.device(message)));
      highestAcknowledged.merge(conversation, seq, Math::max);
    } else if (before != seq) {
      findings.add(
          Rule.TWO_ANSWERS, () -> name(message) + " was answered with " + before + " and " + seq);
    }
  }

  private void kept(int conversation, long seq, long content) {
    places.keep(conversation, seq, content);
    long before = lastKept.getOrDefault(conversation, 0L);
    lastKept.put(conversation, seq);
    if (seq != before + 1) {
      boolean jump = seq / SeqSet.JUMP > before / SeqSet.JUMP;
      jumps += jump ? 1 : 0;
      if (!jump || !redisMayLose) {
        findings.add(
            Rule.HOLE, () -> "conversation " + conversation + ": " + seq + " follows " + before);
      }
    }
    int message = Content.message(content);
    if (message == Content.SYSTEM) {
      return;
    }
    if (!messages.knows(message) || messages.content(message) != content) {
      findings.add(
          Rule.PHANTOM, () -> at(conversation, seq) + " is " + message + ", not sent as it is");
    } else if (messages.conversation(message) != conversation) {
      findings.add(Rule.PHANTOM, () -> name(message) + " stands at " + at(conversation, seq));
    } else if (messages.kept(message) != Messages.NONE) {
      findings.add(
          Rule.DUPLICATED,
          () -> name(message) + " stands at " + messages.kept(message) + " and " + seq);
    } else {
      messages.keep(message, seq);
      if (messages.isRejected(message)) {
        findings.add(Rule.REJECTED, () -> name(message) + " stands at " + seq);
      }
    }
  }

  private void fed(int conversation, long seq, long content) {
    long before = lastFed.getOrDefault(conversation, 0L);
    lastFed.put(conversation, seq);
    fed.put(Places.key(conversation, seq), content);
    if (seq <= before) {
      findings.add(Rule.FED_ORDER, () -> at(conversation, seq) + " follows " + before);
    }
  }

  /// Ends the history.
  ///
  /// @param withMySql whether it has what MySQL stores
  /// @param withFeed whether it has what the event feed tells
  public Verdict finish(boolean withMySql, boolean withFeed) {
    long unknown = 0;
    long resolved = 0;
    for (int message = 0; message < messages.count(); message++) {
      if (!messages.knows(message)) {
        continue;
      }
      long seq = messages.seq(message);
      if (seq == Messages.NONE) {
        unknown += messages.isRejected(message) ? 0 : 1;
      } else {
        resolved += messages.isRepeated(message) ? 1 : 0;
        if (messages.kept(message) != seq) {
          int lost = message;
          findings.add(
              Rule.LOST,
              () ->
                  name(lost)
                      + " was acknowledged at "
                      + seq
                      + (messages.kept(lost) == Messages.NONE
                          ? " and is gone"
                          : " and stands at " + messages.kept(lost)));
        }
      }
    }
    places.finish();
    devices.finish(members, places);
    members.finish(findings);
    if (withMySql) {
      compare(stored, Rule.NOT_STORED, Rule.STORED_OTHERWISE);
    }
    if (withFeed) {
      compare(fed, Rule.NOT_FED, Rule.NOT_FED);
    }
    return new Verdict(
        acknowledged, rejected, unknown, resolved, shown, places.kept().size(), jumps, findings);
  }

  /// Another place has what stands, and nothing else.
  private void compare(LongLongMap other, Rule missing, Rule different) {
    LongLongMap kept = places.kept();
    kept.forEach((key, content) -> {
      if (!other.contains(key)) {
        findings.add(missing, () -> Places.name(key) + " is missing");
      } else if (other.get(key, 0) != content) {
        findings.add(different, () -> Places.name(key) + " is another");
      }
    });
    other.forEach((key, content) -> {
      if (!kept.contains(key)) {
        findings.add(different, () -> Places.name(key) + " is shown to nobody");
      }
    });
  }

  private String name(int message) {
    return "message "
        + message
        + (messages.knows(message)
            ? " of conversation "
                + messages.conversation(message)
                + " by device "
                + messages.device(message)
            : "");
  }

  private static String at(int conversation, long seq) {
    return "conversation " + conversation + " seq " + seq;
  }
}
