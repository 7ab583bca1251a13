/// Ids as they are on the wire: 64-bit, decimal strings in JSON.
@NullMarked
package io.gostacker.common.id;

import org.jspecify.annotations.NullMarked;
