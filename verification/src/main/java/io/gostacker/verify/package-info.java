/// `./verify`: drives GoStacker with clients that write down what they see, hurts it, heals it, and
/// looks for every lost, doubled or disordered message.
@NullMarked
package io.gostacker.verify;

import org.jspecify.annotations.NullMarked;
