/// From the send service to the sockets: order within a conversation, then fan-out.
@NullMarked
package io.gostacker.gateway.delivery;

import org.jspecify.annotations.NullMarked;
