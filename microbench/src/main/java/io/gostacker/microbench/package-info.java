/// JMH benchmarks of what is done for every frame: `./bench --micro`.
@NullMarked
package io.gostacker.microbench;

import org.jspecify.annotations.NullMarked;
