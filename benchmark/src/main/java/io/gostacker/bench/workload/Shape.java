package io.gostacker.bench.workload;

/// Who talks to whom, and how fast.
///
/// @param groups conversations, each with a sender
/// @param members of each, all of them online; 2 for one-to-one
/// @param outstanding messages of a sender without `sent` in a closed loop; 0 for an open loop
/// @param rate messages a second over all senders in an open loop
public record Shape(String name, int groups, int members, int outstanding, int rate) {

  static Shape closed(String name, int groups, int members, int outstanding) {
    return new Shape(name, groups, members, outstanding, 0);
  }

  static Shape open(String name, int groups, int members, int rate) {
    return new Shape(name, groups, members, 0, rate);
  }
}
