/// What conversations, members and messages look like to whoever reads them.
@NullMarked
package io.gostacker.common.conversation;

import org.jspecify.annotations.NullMarked;
