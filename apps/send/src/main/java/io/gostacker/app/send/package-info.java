/// A send instance as a process of its own.
@NullMarked
package io.gostacker.app.send;

import org.jspecify.annotations.NullMarked;
