/// Carries the shard logs from Redis to MySQL, each record exactly once.
@NullMarked
package io.gostacker.flusher;

import org.jspecify.annotations.NullMarked;
