/// The group cache: states of conversations in Redis, so that they can be had without MySQL.
@NullMarked
package io.gostacker.send.cache;

import org.jspecify.annotations.NullMarked;
