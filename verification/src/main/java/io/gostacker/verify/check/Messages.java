package io.gostacker.verify.check;

import java.util.Arrays;

/// What is known of each message, by its number.
final class Messages {
  /// Not known.
  static final long NONE = -1;

  private long[] content = new long[1 << 10];
  private int[] conversation = new int[1 << 10];
  private int[] device = new int[1 << 10];
  private int[] connection = new int[1 << 10];
  private long[] floor = new long[1 << 10];
  private long[] seq = new long[1 << 10];
  private long[] kept = new long[1 << 10];
  private boolean[] repeated = new boolean[1 << 10];
  private boolean[] rejected = new boolean[1 << 10];
  private int count;

  int count() {
    return count;
  }

  boolean knows(int message) {
    return message >= 0 && message < count && content[message] != NONE;
  }

  /// Notes a message that is sent for the first time.
  ///
  /// @param below a seq that it must be above
  void sent(int message, long says, int in, int by, int on, long below) {
    while (message >= content.length) {
      grow();
    }
    for (; count <= message; count++) {
      content[count] = NONE;
      seq[count] = NONE;
      kept[count] = NONE;
    }
    content[message] = says;
    conversation[message] = in;
    device[message] = by;
    connection[message] = on;
    floor[message] = below;
  }

  private void grow() {
    int size = content.length * 2;
    content = Arrays.copyOf(content, size);
    conversation = Arrays.copyOf(conversation, size);
    device = Arrays.copyOf(device, size);
    connection = Arrays.copyOf(connection, size);
    floor = Arrays.copyOf(floor, size);
    seq = Arrays.copyOf(seq, size);
    kept = Arrays.copyOf(kept, size);
    repeated = Arrays.copyOf(repeated, size);
    rejected = Arrays.copyOf(rejected, size);
  }

  long content(int message) {
    return content[message];
  }

  int conversation(int message) {
    return conversation[message];
  }

  int device(int message) {
    return device[message];
  }

  /// Which of its device's sockets it was first sent on.
  int connection(int message) {
    return connection[message];
  }

  long floor(int message) {
    return floor[message];
  }

  /// Where it was acknowledged, or [#NONE].
  long seq(int message) {
    return seq[message];
  }

  void acknowledged(int message, long at) {
    seq[message] = at;
  }

  /// Where it stands at the end, or [#NONE].
  long kept(int message) {
    return kept[message];
  }

  void keep(int message, long at) {
    kept[message] = at;
  }

  boolean isRepeated(int message) {
    return repeated[message];
  }

  void repeat(int message) {
    repeated[message] = true;
  }

  boolean isRejected(int message) {
    return rejected[message];
  }

  void reject(int message) {
    rejected[message] = true;
  }
}
