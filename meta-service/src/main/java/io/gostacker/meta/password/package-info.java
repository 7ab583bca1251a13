/// Passwords: hashed and checked on threads of their own.
@NullMarked
package io.gostacker.meta.password;

import org.jspecify.annotations.NullMarked;
