package io.gostacker.common.shardlog;

/// What MySQL knows of a shard's log.
///
/// @param epoch 0 while the log was never written
/// @param base offset of the entry that begins the epoch
/// @param flushed the newest entry whose records are in MySQL; in an epoch that MySQL has nothing
///   of yet it lies below `base`
public record ShardState(int shard, int epoch, long base, Position flushed) {}
