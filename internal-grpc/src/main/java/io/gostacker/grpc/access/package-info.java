/// How a process without a database knows whom to let in.
@NullMarked
package io.gostacker.grpc.access;

import org.jspecify.annotations.NullMarked;
