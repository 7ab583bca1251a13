package io.gostacker.bench.workload;

/// Who talks to whom, and how fast.
///
/// @param groups conversations, each with a sender
/// @param online members of each, 2 for one-to-one
/// @param away members of each besides
/// @param outstanding messages of a sender without `sent` in a closed loop; 0 for an open loop
/// @param rate messages a second over all senders in an open loop
public record Shape(String name, int groups, int online, int away, int outstanding, int rate) {

  static Shape closed(String name, int groups, int online, int outstanding) {
    return new Shape(name, groups, online, 0, outstanding, 0);
  }

  static Shape open(String name, int groups, int online, int rate) {
    return new Shape(name, groups, online, 0, 0, rate);
  }

  /// The same with members besides who are not there.
  Shape withAway(int members) {
    return new Shape(name, groups, online, members, outstanding, rate);
  }
}
