/// One worker per shard: decides commands in batches, appends each batch to the shard's log,
/// applies what the log holds.
@NullMarked
package io.gostacker.send.shard;

import org.jspecify.annotations.NullMarked;
