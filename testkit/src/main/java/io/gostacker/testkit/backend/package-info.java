/// A real Redis and a real MySQL or MariaDB for tests: given ones, else in Docker, else embedded.
@NullMarked
package io.gostacker.testkit.backend;

import org.jspecify.annotations.NullMarked;
