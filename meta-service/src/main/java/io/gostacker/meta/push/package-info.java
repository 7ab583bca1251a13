/// Where people who are away are notified, and how they want it. What sends is elsewhere.
@NullMarked
package io.gostacker.meta.push;

import org.jspecify.annotations.NullMarked;
