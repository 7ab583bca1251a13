package io.gostacker.verify.check;

import io.gostacker.verify.history.Content;
import io.gostacker.verify.history.Event;
import java.util.ArrayList;
import java.util.List;

/// A history in which every promise is kept, to be doctored.
///
/// Users 0 and 1 have two devices each and are members of conversation 0; user 2, of device 4,
/// joins after message 5 and is removed after message 7; user 3, of device 5, is a stranger.
/// Messages 0 to 9 are sent by devices 0 and 2 in turn, message 10 is refused, of message 11
/// nothing is heard.
final class Script {
  static final int MESSAGES = 10;
  private static final int[] DEVICES = {0, 1, 2, 3};
  private static final int LATE_USER = 2;
  private static final int LATE = 4;

  private final List<Event> events = new ArrayList<>();
  private final List<Event> end = new ArrayList<>();
  private long seq;
  private boolean lateIsIn;

  private Script() {}

  static long content(int message) {
    return Content.of(message, "text " + message);
  }

  /// The seq of a message: the first is the server's, and so is one after 5 and one after 7.
  static long seq(int message) {
    return message + 2 + (message > 5 ? 1 : 0) + (message > 7 ? 1 : 0);
  }

  static List<Event> clean() {
    Script script = new Script();
    script.write();
    script.events.addAll(script.end);
    return script.events;
  }

  private void write() {
    for (int device = 0; device < 6; device++) {
      events.add(new Event.Device(device, device < LATE ? device / 2 : device - 2));
    }
    events.add(new Event.Member(0, 0));
    events.add(new Event.Member(0, 1));
    for (int device = 0; device < 6; device++) {
      events.add(new Event.Opened(device));
    }
    system("created");
    for (int message = 0; message < MESSAGES; message++) {
      say(message);
      if (message == 5) {
        lateIsIn = true;
        system("joined");
        end.add(new Event.Joined(0, seq, LATE_USER));
      } else if (message == 7) {
        system("removed");
        end.add(new Event.Left(0, seq, LATE_USER));
        events.add(new Event.Removed(0, LATE_USER));
        lateIsIn = false;
      }
    }
    events.add(new Event.Invoked(0, 0, content(10), false));
    events.add(new Event.Rejected(10));
    events.add(new Event.Invoked(0, 0, content(11), false));
    events.add(new Event.Quiet());
  }

  private void system(String what) {
    stands(Content.system(what), -1);
  }

  private void say(int message) {
    int sender = message % 2 == 0 ? 0 : 2;
    events.add(new Event.Invoked(sender, 0, content(message), false));
    stands(content(message), sender);
    events.add(new Event.Accepted(sender, message, seq));
    events.add(new Event.ReadBack(message, true));
  }

  private void stands(long content, int except) {
    seq++;
    for (int device : DEVICES) {
      if (device != except) {
        events.add(new Event.Live(device, 0, seq, content));
      }
    }
    if (lateIsIn) {
      events.add(new Event.Live(LATE, 0, seq, content));
    }
    end.add(new Event.Kept(0, seq, content));
    end.add(new Event.Stored(0, seq, content));
    end.add(new Event.Fed(0, seq, content));
  }
}
