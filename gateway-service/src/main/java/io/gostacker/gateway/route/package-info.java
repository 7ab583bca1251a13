/// What gateways know of each other, through Redis.
@NullMarked
package io.gostacker.gateway.route;

import org.jspecify.annotations.NullMarked;
