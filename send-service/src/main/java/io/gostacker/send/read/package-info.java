/// History, sync and views: the unflushed tail first, then MySQL, merged by seq.
@NullMarked
package io.gostacker.send.read;

import org.jspecify.annotations.NullMarked;
