/// MariaDB and Redis as child processes of this one, with all their data below one folder.
@NullMarked
package io.gostacker.embedded;

import org.jspecify.annotations.NullMarked;
