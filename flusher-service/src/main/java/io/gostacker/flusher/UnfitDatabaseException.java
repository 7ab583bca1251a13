package io.gostacker.flusher;

/// The MySQL at the given address may forget what it committed, so nothing is flushed to it.
final class UnfitDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfitDatabaseException(String message) {
    super(message);
  }
}
