/// The gateway as a process of its own: clients connect here.
@NullMarked
package io.gostacker.app.gateway;

import org.jspecify.annotations.NullMarked;
