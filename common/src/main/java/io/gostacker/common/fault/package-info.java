/// Places where a process can be made to die, for proofs; off by default.
@NullMarked
package io.gostacker.common.fault;

import org.jspecify.annotations.NullMarked;
