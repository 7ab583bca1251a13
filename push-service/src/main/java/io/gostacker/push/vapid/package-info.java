/// The keys of Web Push, made once.
@NullMarked
package io.gostacker.push.vapid;

import org.jspecify.annotations.NullMarked;
