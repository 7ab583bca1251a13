/// What makes a service a process among others: found by them, calling them, leaving in order.
@NullMarked
package io.gostacker.grpc.process;

import org.jspecify.annotations.NullMarked;
