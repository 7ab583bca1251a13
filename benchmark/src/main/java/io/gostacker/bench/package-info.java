/// The benchmark: `./bench`.
@NullMarked
package io.gostacker.bench;

import org.jspecify.annotations.NullMarked;
