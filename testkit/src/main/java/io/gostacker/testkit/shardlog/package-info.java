/// The contract of a shard log, as tests that each implementation passes.
@NullMarked
package io.gostacker.testkit.shardlog;

import org.jspecify.annotations.NullMarked;
