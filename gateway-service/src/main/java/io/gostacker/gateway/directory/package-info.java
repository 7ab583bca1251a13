/// Which gateways there are, for clients that want to choose.
@NullMarked
package io.gostacker.gateway.directory;

import org.jspecify.annotations.NullMarked;
