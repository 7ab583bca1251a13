/// The WebSocket endpoint inside WebFlux's server: the upgrade and the pipeline after it.
@NullMarked
package io.gostacker.gateway.socket;

import org.jspecify.annotations.NullMarked;
