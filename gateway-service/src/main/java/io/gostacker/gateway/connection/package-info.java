/// One socket's life: hello, commands and their answers, silence, the end.
@NullMarked
package io.gostacker.gateway.connection;

import org.jspecify.annotations.NullMarked;
