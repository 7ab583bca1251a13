/// Messages out of many small things, in order and within bounds.
@NullMarked
package io.gostacker.grpc.stream;

import org.jspecify.annotations.NullMarked;
