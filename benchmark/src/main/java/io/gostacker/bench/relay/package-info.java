/// The yardstick: a raw Netty WebSocket relay, without login, storage or order.
@NullMarked
package io.gostacker.bench.relay;

import org.jspecify.annotations.NullMarked;
