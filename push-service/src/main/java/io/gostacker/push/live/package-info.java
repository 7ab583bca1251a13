/// Who has a live socket, for a dispatcher that no gateway tells.
@NullMarked
package io.gostacker.push.live;

import org.jspecify.annotations.NullMarked;
