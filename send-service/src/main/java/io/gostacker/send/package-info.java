/// Wiring of the send service.
@NullMarked
package io.gostacker.send;

import org.jspecify.annotations.NullMarked;
