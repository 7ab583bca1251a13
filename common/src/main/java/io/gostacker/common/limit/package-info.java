/// How much anybody may ask for: accounts, devices and addresses.
@NullMarked
package io.gostacker.common.limit;

import org.jspecify.annotations.NullMarked;
