/// Settings that take effect while the process runs.
@NullMarked
package io.gostacker.common.reload;

import org.jspecify.annotations.NullMarked;
