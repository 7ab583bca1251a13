/// The shard log: a port, its Redis and in-memory implementations, and which shard a conversation
/// lives in.
@NullMarked
package io.gostacker.common.shardlog;

import org.jspecify.annotations.NullMarked;
