/// Random ids and secrets.
@NullMarked
package io.gostacker.meta.random;

import org.jspecify.annotations.NullMarked;
