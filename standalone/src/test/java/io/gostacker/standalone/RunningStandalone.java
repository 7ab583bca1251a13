package io.gostacker.standalone;

import org.junit.jupiter.api.Assumptions;

/// A standalone process for tests that need a whole server.
///
/// The system property `gostacker.test.base-url` names one that runs already.
public final class RunningStandalone {

  private RunningStandalone() {}

  /// Its address, for example `http://localhost:8080`, without a slash at the end.
  public static String baseUrl() {
    String given = System.getProperty("gostacker.test.base-url");
    return given != null
        ? given
        : Assumptions.abort("NOT CHECKED: no standalone process runs here");
  }
}
