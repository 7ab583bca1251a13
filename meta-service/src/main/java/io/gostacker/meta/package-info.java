/// Wiring of the meta service.
@NullMarked
package io.gostacker.meta;

import org.jspecify.annotations.NullMarked;
