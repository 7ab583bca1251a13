/// The devices of a user, over REST.
@NullMarked
package io.gostacker.meta.device;

import org.jspecify.annotations.NullMarked;
