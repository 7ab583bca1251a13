/// Access tokens: what they claim and how they are verified.
@NullMarked
package io.gostacker.common.token;

import org.jspecify.annotations.NullMarked;
