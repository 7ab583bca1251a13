/// Users: their names and profiles, and how they are found.
@NullMarked
package io.gostacker.meta.account;

import org.jspecify.annotations.NullMarked;
