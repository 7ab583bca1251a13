/// Wiring of the gateway service.
@NullMarked
package io.gostacker.gateway;

import org.jspecify.annotations.NullMarked;
