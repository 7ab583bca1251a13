/// The four services in one process.
@NullMarked
package io.gostacker.standalone;

import org.jspecify.annotations.NullMarked;
