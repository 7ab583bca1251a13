/// Many WebSocket clients on few event loops.
@NullMarked
package io.gostacker.bench.driver;

import org.jspecify.annotations.NullMarked;
