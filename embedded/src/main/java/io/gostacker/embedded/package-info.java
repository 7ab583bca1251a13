/// MariaDB and Redis as child processes of this one, with all their data below one folder.
///
/// A server listens on 127.0.0.1 only and wants a random password that lies beside its data,
/// readable by the owner alone. It runs in a session of its own, so that a Ctrl-C on the terminal
/// reaches the JVM first and the JVM stops it when nobody needs it any more. It outlives a JVM that
/// is killed outright; the next start on the same folder stops it.
@NullMarked
package io.gostacker.embedded;

import org.jspecify.annotations.NullMarked;
