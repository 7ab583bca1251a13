/// From events to those who are to be notified of them.
@NullMarked
package io.gostacker.push.feed;

import org.jspecify.annotations.NullMarked;
