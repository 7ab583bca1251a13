/// Sessions: logins of a device, their refresh tokens and their ends.
@NullMarked
package io.gostacker.meta.session;

import org.jspecify.annotations.NullMarked;
