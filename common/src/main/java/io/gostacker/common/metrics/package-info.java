/// How durations are told.
@NullMarked
package io.gostacker.common.metrics;

import org.jspecify.annotations.NullMarked;
