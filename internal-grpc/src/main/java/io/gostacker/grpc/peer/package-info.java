/// Who may speak with whom between processes.
@NullMarked
package io.gostacker.grpc.peer;

import org.jspecify.annotations.NullMarked;
