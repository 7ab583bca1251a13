/// Calls of the app's back end.
@NullMarked
package io.gostacker.common.hook;

import org.jspecify.annotations.NullMarked;
