/// Work that is done again and again.
@NullMarked
package io.gostacker.meta.periodic;

import org.jspecify.annotations.NullMarked;
