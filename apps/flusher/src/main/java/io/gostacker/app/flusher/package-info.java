/// A flusher as a process of its own.
@NullMarked
package io.gostacker.app.flusher;

import org.jspecify.annotations.NullMarked;
