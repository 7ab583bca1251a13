@NullMarked
package io.gostacker.standalone.authorization;

import org.jspecify.annotations.NullMarked;
