/// What happened, written down for the app's back end in the transaction that made it so.
@NullMarked
package io.gostacker.common.event;

import org.jspecify.annotations.NullMarked;
