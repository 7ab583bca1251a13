/// What everyone who says which users are online must do.
@NullMarked
package io.gostacker.testkit.presence;

import org.jspecify.annotations.NullMarked;
