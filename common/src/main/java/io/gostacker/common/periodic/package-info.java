/// Work that is done again and again.
@NullMarked
package io.gostacker.common.periodic;

import org.jspecify.annotations.NullMarked;
