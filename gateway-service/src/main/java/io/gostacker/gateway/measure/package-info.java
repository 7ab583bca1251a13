/// How long the send service takes, as a gateway sees it.
@NullMarked
package io.gostacker.gateway.measure;

import org.jspecify.annotations.NullMarked;
