/// The event feed of the app's back end: what meta adds to it, and how it is read.
@NullMarked
package io.gostacker.meta.event;

import org.jspecify.annotations.NullMarked;
