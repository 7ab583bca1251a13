/// What is measured: started, measured from outside, stopped.
@NullMarked
package io.gostacker.bench.subject;

import org.jspecify.annotations.NullMarked;
