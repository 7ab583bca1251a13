/// The send service against real back ends and logs that misbehave.
@NullMarked
package io.gostacker.send;

import org.jspecify.annotations.NullMarked;
