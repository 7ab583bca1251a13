/// What a name that people read may contain.
@NullMarked
package io.gostacker.meta.name;

import org.jspecify.annotations.NullMarked;
