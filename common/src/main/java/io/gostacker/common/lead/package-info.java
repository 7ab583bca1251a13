/// Work that one process at a time does.
@NullMarked
package io.gostacker.common.lead;

import org.jspecify.annotations.NullMarked;
