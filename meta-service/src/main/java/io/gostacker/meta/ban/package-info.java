/// Users whom the app does not let in.
@NullMarked
package io.gostacker.meta.ban;

import org.jspecify.annotations.NullMarked;
