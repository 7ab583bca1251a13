package io.gostacker.standalone;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the person who starts it may choose.
///
/// @param port where clients connect; 0 for a free one
/// @param data folder of everything that must survive
/// @param mysqlUrl null for the embedded MariaDB
/// @param mysqlUser of `mysqlUrl`; null when the address names one
/// @param redisUrl null for the embedded Redis
/// @param managementPort null for none
/// @param suite whether each service is a process of its own
/// @param springArguments passed on as they are, `--key=value`
record Options(
    int port,
    Path data,
    @Nullable String mysqlUrl,
    @Nullable String mysqlUser,
    @Nullable String redisUrl,
    @Nullable Integer managementPort,
    boolean suite,
    List<String> springArguments) {

  Path logs() {
    return data.resolve("logs");
  }
}
