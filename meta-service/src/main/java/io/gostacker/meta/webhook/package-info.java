/// Telling the app's back end of events, where it wants to be told.
@NullMarked
package io.gostacker.meta.webhook;

import org.jspecify.annotations.NullMarked;
