/// Traces of the way of a message: gateway, send, Redis, flusher, MySQL. Costs nothing while nobody
/// takes them.
@NullMarked
package io.gostacker.common.trace;

import org.jspecify.annotations.NullMarked;
