/// Clients that talk, and write down what they see.
@NullMarked
package io.gostacker.verify.load;

import org.jspecify.annotations.NullMarked;
