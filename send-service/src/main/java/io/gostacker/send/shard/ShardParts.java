package io.gostacker.send.shard;

import io.gostacker.common.conversation.ConversationLimits;
import io.gostacker.common.shardlog.Durability;
import io.gostacker.common.shardlog.ShardLog;
import io.gostacker.common.shardlog.ShardStates;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.Traces;
import io.gostacker.send.IdempotencySettings;
import io.gostacker.send.SendSettings;
import io.gostacker.send.cache.GroupCache;
import io.gostacker.send.fanout.Ownership;
import io.gostacker.send.fanout.Routes;
import io.gostacker.send.store.ConversationStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What all shards of a process share.
///
/// @param batchIds gives random names for batches, at most 32 characters
/// @param tailBytes memory that the tails of all shards take
public record ShardParts(
    Shards shards,
    ShardLog log,
    ShardStates shardStates,
    ConversationStore store,
    GroupCache groupCache,
    Routes routes,
    Ownership ownership,
    InstantSource clock,
    Supplier<String> batchIds,
    Durability durability,
    SendSettings settings,
    IdempotencySettings idempotency,
    ConversationLimits limits,
    AtomicLong tailBytes,
    MeterRegistry meters,
    Traces traces) {}
