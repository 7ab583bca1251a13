/// Transactions on MySQL.
@NullMarked
package io.gostacker.meta.transaction;

import org.jspecify.annotations.NullMarked;
