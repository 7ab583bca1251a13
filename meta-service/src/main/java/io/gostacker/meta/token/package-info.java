/// Signing keys and the tokens made with them.
@NullMarked
package io.gostacker.meta.token;

import org.jspecify.annotations.NullMarked;
