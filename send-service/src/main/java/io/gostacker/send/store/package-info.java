/// What MySQL holds of conversations, as the send service reads it. It writes nothing here.
@NullMarked
package io.gostacker.send.store;

import org.jspecify.annotations.NullMarked;
