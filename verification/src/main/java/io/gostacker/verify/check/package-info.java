/// Finds in a history what breaks a promise.
@NullMarked
package io.gostacker.verify.check;

import org.jspecify.annotations.NullMarked;
