/// Checks that what is told of settings is true.
@NullMarked
package io.gostacker.testkit.settings;

import org.jspecify.annotations.NullMarked;
