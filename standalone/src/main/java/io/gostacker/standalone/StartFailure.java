package io.gostacker.standalone;

/// It cannot start; the message is the whole story for the person who started it.
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartFailure(String message) {
    super(message);
  }
}
