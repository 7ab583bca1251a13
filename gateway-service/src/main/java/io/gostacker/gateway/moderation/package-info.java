/// The app is asked before a message is sent.
@NullMarked
package io.gostacker.gateway.moderation;

import org.jspecify.annotations.NullMarked;
