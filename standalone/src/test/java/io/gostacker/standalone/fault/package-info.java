/// What must survive kills, lost storage and restarts of the whole product.
@NullMarked
package io.gostacker.standalone.fault;

import org.jspecify.annotations.NullMarked;
