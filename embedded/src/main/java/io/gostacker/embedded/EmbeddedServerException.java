package io.gostacker.embedded;

import org.jspecify.annotations.Nullable;

/// An embedded server cannot be had; the message is a sentence for the person who started it,
/// followed by the end of the server's log where there is one.
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
