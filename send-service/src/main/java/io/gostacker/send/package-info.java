/// Owns the state of conversations: decides and appends messages and changes, fans them out,
/// answers reads.
@NullMarked
package io.gostacker.send;

import org.jspecify.annotations.NullMarked;
