/// Accounts and the REST face of conversations as a process of its own.
@NullMarked
package io.gostacker.app.meta;

import org.jspecify.annotations.NullMarked;
