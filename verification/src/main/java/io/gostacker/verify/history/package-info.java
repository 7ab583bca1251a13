/// What clients saw, in the order in which they saw it.
@NullMarked
package io.gostacker.verify.history;

import org.jspecify.annotations.NullMarked;
