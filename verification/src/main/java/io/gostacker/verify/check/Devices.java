package io.gostacker.verify.check;

import io.gostacker.verify.history.Content;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What each device saw, and in which order.
final class Devices {
  private final Findings findings;
  private final Messages messages;
  private final Map<Integer, Seeing> devices = new TreeMap<>();
  private boolean quiet;

  private static final class Seeing {
    private final int user;
    private final Map<Integer, SeqSet> seen = new HashMap<>();
    private final Map<Integer, Long> highestLive = new HashMap<>();
    private final Map<Integer, String> disordered = new HashMap<>();
    private int connection;
    private boolean open;

    private Seeing(int user) {
      this.user = user;
    }

    private SeqSet in(int conversation) {
      return seen.computeIfAbsent(conversation, key -> new SeqSet());
    }
  }

  Devices(Findings findings, Messages messages) {
    this.findings = findings;
    this.messages = messages;
  }

  void add(int device, int user) {
    devices.put(device, new Seeing(user));
  }

  private Seeing get(int device) {
    Seeing found = devices.get(device);
    if (found == null) {
      throw new IllegalArgumentException("device " + device + " is nobody's");
    }
    return found;
  }

  /// Counts a device's sockets; 0 before the first.
  int connection(int device) {
    return get(device).connection;
  }

  void opened(int device) {
    Seeing seeing = get(device);
    seeing.connection++;
    seeing.open = true;
    seeing.highestLive.clear();
    seeing.disordered.clear();
  }

  /// What came out of order before a socket broke might have been followed by a resync.
  void closed(int device) {
    get(device).open = false;
    get(device).disordered.clear();
  }

  void resync(int device) {
    get(device).disordered.clear();
    get(device).highestLive.clear();
  }

  void knows(int device, int conversation, long seq) {
    get(device).in(conversation).add(seq);
  }

  void live(int device, int conversation, long seq) {
    Seeing seeing = get(device);
    boolean fresh = seeing.in(conversation).add(seq);
    long highest = seeing.highestLive.getOrDefault(conversation, 0L);
    if (seq > highest) {
      seeing.highestLive.put(conversation, seq);
    } else if (fresh) {
      seeing.disordered.put(
          conversation,
          "device %d got %d after %d in conversation %d"
              .formatted(device, seq, highest, conversation));
    }
  }

  void pulled(int device, int conversation, long seq, long content) {
    Seeing seeing = get(device);
    int message = Content.message(content);
    boolean own = messages.knows(message) && messages.device(message) == device;
    if (seeing.in(conversation).add(seq) && quiet && seeing.open && !own) {
      findings.add(
          Rule.MISSED,
          () ->
              "device %d was connected and had not got %d in conversation %d"
                  .formatted(device, seq, conversation));
    }
  }

  /// From here on nothing new may come by a sync.
  void quiet() {
    quiet = true;
    for (Seeing seeing : devices.values()) {
      seeing.disordered.values().forEach(what -> findings.add(Rule.SOCKET_ORDER, () -> what));
    }
  }

  void finish(Members members, Places places) {
    Map<Integer, SeqSet> kept = new HashMap<>();
    places
        .kept()
        .forEach((key, content) ->
            kept.computeIfAbsent(Places.conversation(key), each -> new SeqSet())
                .add(Places.seq(key)));
    devices.forEach((device, seeing) -> {
      members
          .present(seeing.user)
          .forEach((conversation, joined) ->
              hasEverything(device, conversation, joined, kept.get(conversation)));
      hasNothingElse(device, seeing, members);
    });
  }

  private void hasEverything(int device, int conversation, long joined, @Nullable SeqSet kept) {
    if (kept == null) {
      return;
    }
    SeqSet seen = get(device).in(conversation);
    kept.forEach(seq -> {
      if (seq > joined && !seen.contains(seq)) {
        findings.add(
            Rule.INCOMPLETE,
            () -> "device %d never saw %d of conversation %d".formatted(device, seq, conversation));
      }
    });
  }

  private void hasNothingElse(int device, Seeing seeing, Members members) {
    seeing.seen.forEach((conversation, seen) ->
        seen.forEach(seq -> {
          if (!members.mayHaveSeen(conversation, seeing.user, seq)) {
            findings.add(
                Rule.PRIVATE,
                () ->
                    "device %d of user %d saw %d of conversation %d"
                        .formatted(device, seeing.user, seq, conversation));
          }
        }));
  }
}
