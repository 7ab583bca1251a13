/// The terminal chat: one user, line by line, on the client library.
@NullMarked
package io.gostacker.client.terminal;

import org.jspecify.annotations.NullMarked;
