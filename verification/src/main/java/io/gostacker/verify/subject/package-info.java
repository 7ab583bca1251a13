/// What is verified: started here, or somewhere.
@NullMarked
package io.gostacker.verify.subject;

import org.jspecify.annotations.NullMarked;
