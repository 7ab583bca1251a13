/// The REST face of conversations and members: checks, then asks the send service.
@NullMarked
package io.gostacker.meta.conversation;

import org.jspecify.annotations.NullMarked;
