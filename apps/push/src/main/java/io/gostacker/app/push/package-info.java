/// The dispatcher of notifications as a process of its own.
@NullMarked
package io.gostacker.app.push;

import org.jspecify.annotations.NullMarked;
