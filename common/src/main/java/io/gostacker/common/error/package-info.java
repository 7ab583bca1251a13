/// The one vocabulary of errors: REST problem, `error` frame and close code come from here.
@NullMarked
package io.gostacker.common.error;

import org.jspecify.annotations.NullMarked;
