/// Notifications of people who are away.
@NullMarked
package io.gostacker.push;

import org.jspecify.annotations.NullMarked;
