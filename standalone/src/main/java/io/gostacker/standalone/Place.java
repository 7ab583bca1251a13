package io.gostacker.standalone;

import java.util.List;
import java.util.Map;

/// Where a process of the suite runs.
///
/// @param host the address at which it is reached
/// @param prefix of its command, for instance what puts it into a network namespace; empty for none
/// @param settings of its own
public record Place(String host, List<String> prefix, Map<String, Object> settings) {

  /// Beside the others, on the loopback interface.
  public static Place here(Map<String, Object> settings) {
    return new Place("127.0.0.1", List.of(), settings);
  }
}
