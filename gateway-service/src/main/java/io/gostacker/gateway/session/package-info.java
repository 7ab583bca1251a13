/// Which devices have a socket here, and when the send service is told.
@NullMarked
package io.gostacker.gateway.session;

import org.jspecify.annotations.NullMarked;
