/// The server API: what the back end of an app that embeds GoStacker may do, by its API key.
@NullMarked
package io.gostacker.meta.server;

import org.jspecify.annotations.NullMarked;
