/// What was done by API key, for ever.
@NullMarked
package io.gostacker.meta.audit;

import org.jspecify.annotations.NullMarked;
