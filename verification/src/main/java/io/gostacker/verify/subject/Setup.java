package io.gostacker.verify.subject;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How what is verified is set up.
///
/// @param home the folder that has the `apps/` of what is verified
/// @param before the same of an earlier version, which the suite is started of; null for none
/// @param folder for all data and logs; empty
/// @param seed for what the faults choose by chance
/// @param crowd how many sockets stall, or come back at once
/// @param hasDisks whether Redis and MySQL have a disk of their own each
/// @param hasNamespaces whether each process of the suite has a network namespace of its own
/// @param settings of all processes, besides those it runs with in any case
/// @param jvm options for each JVM
public record Setup(
    Path home,
    @Nullable Path before,
    Path folder,
    long seed,
    int crowd,
    boolean hasDisks,
    boolean hasNamespaces,
    Map<String, Object> settings,
    List<String> jvm) {

  private static final int UNLIMITED = 1_000_000;

  /// Nobody is kept from sending as fast as the load wants; sockets are taken in at the pace that
  /// is shipped.
  static Map<String, Object> rateLimits() {
    return Stream.of(
            "send-burst",
            "send-per-second",
            "device-burst",
            "device-per-second",
            "request-burst",
            "requests-per-second",
            "auth-per-minute")
        .collect(Collectors.toMap(key -> "gostacker.rate-limit." + key, key -> UNLIMITED));
  }

  /// Where clocks are set wrong.
  Path clocks() {
    return folder.resolve("clocks");
  }

  /// Where processes are told to die.
  Path failPoints() {
    return folder.resolve("fail-points");
  }
}
