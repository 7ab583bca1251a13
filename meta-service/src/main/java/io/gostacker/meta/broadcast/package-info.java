/// One message of the app to many users, paced, and gone on with by whoever leads.
@NullMarked
package io.gostacker.meta.broadcast;

import org.jspecify.annotations.NullMarked;
