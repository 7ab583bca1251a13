/// Registering, logging in, refreshing and logging out over REST.
@NullMarked
package io.gostacker.meta.login;

import org.jspecify.annotations.NullMarked;
