/// The web chat's files.
@NullMarked
package io.gostacker.gateway.chat;

import org.jspecify.annotations.NullMarked;
