/// What goes over the streams, as bytes.
@NullMarked
package io.gostacker.grpc.wire;

import org.jspecify.annotations.NullMarked;
