/// The public contract, case by case, over real HTTP and real sockets.
@NullMarked
package io.gostacker.standalone.api;

import org.jspecify.annotations.NullMarked;
