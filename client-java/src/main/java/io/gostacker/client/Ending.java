package io.gostacker.client;

/// How a try to be online ended.
sealed interface Ending {

  /// Broken; come back. `afterMs` is the server's wish, negative when it has none.
  record Lost(String reason, long afterMs) implements Ending {
    static Lost because(String reason) {
      return new Lost(reason, -1);
    }
  }

  /// Not to be tried again.
  record Over(int code, String reason) implements Ending {}

  /// The application closed it.
  record Closed() implements Ending {}
}
