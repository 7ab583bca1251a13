/// Which frames a record of the log leads to, and which gateways get them.
@NullMarked
package io.gostacker.send.fanout;

import org.jspecify.annotations.NullMarked;
