/// Transactions on MySQL.
@NullMarked
package io.gostacker.common.transaction;

import org.jspecify.annotations.NullMarked;
