/// Strict reading and cheap writing of JSON as bytes.
@NullMarked
package io.gostacker.common.json;

import org.jspecify.annotations.NullMarked;
