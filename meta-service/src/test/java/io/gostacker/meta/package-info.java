/// The meta service over real HTTP with a real database; only the send service is played.
@NullMarked
package io.gostacker.meta;

import org.jspecify.annotations.NullMarked;
