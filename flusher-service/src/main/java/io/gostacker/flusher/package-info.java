/// Wiring of the flusher service.
@NullMarked
package io.gostacker.flusher;

import org.jspecify.annotations.NullMarked;
