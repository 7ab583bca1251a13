/// A provider of notifications that the product under test calls.
@NullMarked
package io.gostacker.standalone.push;

import org.jspecify.annotations.NullMarked;
