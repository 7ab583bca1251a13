/// The four services in one process, with a launcher for people: it checks what may be wrong,
/// starts the embedded servers, then the services, and says where to go.
@NullMarked
package io.gostacker.standalone;

import org.jspecify.annotations.NullMarked;
