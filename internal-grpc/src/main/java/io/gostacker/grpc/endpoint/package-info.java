/// The side that is called: send instances.
@NullMarked
package io.gostacker.grpc.endpoint;

import org.jspecify.annotations.NullMarked;
