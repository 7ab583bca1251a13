package io.gostacker.send.conversation;

import org.jspecify.annotations.Nullable;

/// What decisions are given from outside.
///
/// @param now epoch milliseconds, stamped on what happens
/// @param epoch of the shard's log
/// @param groupMembers how many members a group may have
/// @param channelMembers how many members a channel may have
/// @param known an ordinal that was looked up because of [Decision.NeedsOrdinal]
public record DecisionContext(
    long now, int epoch, int groupMembers, int channelMembers, @Nullable KnownOrdinal known) {

  public DecisionContext(long now, int epoch, int groupMembers, int channelMembers) {
    this(now, epoch, groupMembers, channelMembers, null);
  }

  /// The same with an ordinal that was looked up. It stays true for ever: what is below a seq never
  /// changes.
  public DecisionContext knowing(long seq, long ordinal) {
    return new DecisionContext(
        now, epoch, groupMembers, channelMembers, new KnownOrdinal(seq, ordinal));
  }

  long ordinalAt(long seq) {
    return known == null || known.seq() != seq ? OrdinalIndex.UNKNOWN : known.ordinal();
  }

  /// How many messages up to a seq are not `system`.
  public record KnownOrdinal(long seq, long ordinal) {}
}
