/// A client of the public contract: REST calls, and a connection that loses and repeats nothing.
@NullMarked
package io.gostacker.client;

import org.jspecify.annotations.NullMarked;
