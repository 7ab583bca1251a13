/// Time as the services are given it.
@NullMarked
package io.gostacker.common.time;

import org.jspecify.annotations.NullMarked;
