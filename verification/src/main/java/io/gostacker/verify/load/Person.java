package io.gostacker.verify.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// A user, made by the server API.
///
/// @param tokens of its devices
record Person(String id, List<String> tokens) {
  private static final int AT_ONCE = 500;

  /// Makes some. Blocks.
  ///
  /// @param run tells them from those of other runs
  /// @param devices of each
  static List<Person> make(Rest rest, URI gateway, String key, String run, int count, int devices) {
    List<Person> all = new ArrayList<>(count);
    for (int from = 0; from < count; from += AT_ONCE) {
      List<String> ids =
          ids(rest, gateway, key, run, IntStream.range(from, Math.min(count, from + AT_ONCE)));
      List<String> tokens = tokens(rest, gateway, key, ids, devices);
      for (int i = 0; i < ids.size(); i++) {
        all.add(new Person(ids.get(i), tokens.subList(i * devices, (i + 1) * devices)));
      }
    }
    return all;
  }

  private static List<String> ids(
      Rest rest, URI gateway, String key, String run, IntStream numbers) {
    String wanted =
        numbers
            .mapToObj(i -> "{\"externalId\":\"%s-%d\",\"nickname\":\"u%d\"}".formatted(run, i, i))
            .collect(Collectors.joining(","));
    JsonNode made =
        rest.insist(gateway, "POST", "/api/v1/server/users", key, "{\"users\":[" + wanted + "]}");
    return made.path("users").valueStream().map(user -> user.path("userId").asString()).toList();
  }

  private static List<String> tokens(
      Rest rest, URI gateway, String key, List<String> ids, int devices) {
    String wanted =
        ids.stream()
            .flatMap(id ->
                IntStream.range(0, devices)
                    .mapToObj(d -> "{\"userId\":\"%s\",\"deviceId\":\"d%d\"}".formatted(id, d)))
            .collect(Collectors.joining(","));
    return rest.insist(
            gateway,
            "POST",
            "/api/v1/server/tokens",
            key,
            "{\"tokens\":[" + wanted + "],\"expiresInSeconds\":86400}")
        .path("tokens")
        .valueStream()
        .map(token -> token.path("accessToken").asString())
        .toList();
  }
}
