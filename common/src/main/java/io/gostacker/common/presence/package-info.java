/// Who can be reached at once, and who turned out not to be.
@NullMarked
package io.gostacker.common.presence;

import org.jspecify.annotations.NullMarked;
