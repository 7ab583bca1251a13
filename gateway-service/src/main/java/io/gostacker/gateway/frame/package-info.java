/// The frames of the protocol: what clients say, read from bytes, and what they are answered.
@NullMarked
package io.gostacker.gateway.frame;

import org.jspecify.annotations.NullMarked;
