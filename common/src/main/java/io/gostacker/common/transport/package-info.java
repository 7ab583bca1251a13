/// The ports between gateway, meta and send; in-process in standalone, gRPC between processes.
@NullMarked
package io.gostacker.common.transport;

import org.jspecify.annotations.NullMarked;
