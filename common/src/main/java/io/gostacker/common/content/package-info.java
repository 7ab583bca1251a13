/// What a message may contain: checked once, kept as the bytes that came.
@NullMarked
package io.gostacker.common.content;

import org.jspecify.annotations.NullMarked;
