/// Who carries notifications to devices.
@NullMarked
package io.gostacker.push.provider;

import org.jspecify.annotations.NullMarked;
