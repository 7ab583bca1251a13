/// What clients do while it is measured.
@NullMarked
package io.gostacker.bench.workload;

import org.jspecify.annotations.NullMarked;
