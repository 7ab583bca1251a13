/// The notifications that are to be sent, and were.
@NullMarked
package io.gostacker.push.outbox;

import org.jspecify.annotations.NullMarked;
