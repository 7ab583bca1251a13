/// What every transport between gateways, meta and send instances must do.
@NullMarked
package io.gostacker.testkit.transport;

import org.jspecify.annotations.NullMarked;
