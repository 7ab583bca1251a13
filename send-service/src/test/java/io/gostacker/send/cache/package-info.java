@NullMarked
package io.gostacker.send.cache;

import org.jspecify.annotations.NullMarked;
