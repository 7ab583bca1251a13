/// What goes out to one socket, bounded, and the queue of each event loop that leads there.
@NullMarked
package io.gostacker.gateway.outbox;

import org.jspecify.annotations.NullMarked;
