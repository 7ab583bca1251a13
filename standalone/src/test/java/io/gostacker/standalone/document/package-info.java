@NullMarked
package io.gostacker.standalone.document;

import org.jspecify.annotations.NullMarked;
