/// What is done to it.
@NullMarked
package io.gostacker.verify.fault;

import org.jspecify.annotations.NullMarked;
