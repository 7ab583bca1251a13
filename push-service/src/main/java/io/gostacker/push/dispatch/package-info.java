/// Sends what is due, at the pace that each provider bears.
@NullMarked
package io.gostacker.push.dispatch;

import org.jspecify.annotations.NullMarked;
