/// The side that calls: gateways and meta.
@NullMarked
package io.gostacker.grpc.link;

import org.jspecify.annotations.NullMarked;
