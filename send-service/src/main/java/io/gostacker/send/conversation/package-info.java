/// What a conversation is and what may happen in it: pure decisions and their application, no I/O
/// and no clock.
@NullMarked
package io.gostacker.send.conversation;

import org.jspecify.annotations.NullMarked;
