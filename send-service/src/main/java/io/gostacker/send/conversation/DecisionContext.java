package io.gostacker.send.conversation;

/// What decisions are given from outside.
///
/// @param now epoch milliseconds, stamped on what happens
/// @param epoch of the shard's log
/// @param groupMembers how many members a group may have
/// @param channelMembers how many members a channel may have
public record DecisionContext(long now, int epoch, int groupMembers, int channelMembers) {}
