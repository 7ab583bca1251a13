package io.gostacker.common.shardlog;

/// The Redis at the given address may lose acknowledged messages, so it is not used.
public final class UnfitRedisException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfitRedisException(String message) {
    super(message);
  }
}
