/// The records that a shard's log holds, and their binary form.
@NullMarked
package io.gostacker.common.record;

import org.jspecify.annotations.NullMarked;
