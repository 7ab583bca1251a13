package io.gostacker.meta.webhook;

import java.util.List;

/// A row of `webhook`.
///
/// @param types of events that are told, one with `.*` at its end for all that begin so; none for
///   all
/// @param deliveredId up to which event all were delivered, or are late
record Webhook(String name, String url, String secret, List<String> types, long deliveredId) {

  /// Whether it is told of events of a type.
  boolean wants(String type) {
    return types.isEmpty() || types.stream().anyMatch(wanted -> covers(wanted, type));
  }

  private static boolean covers(String wanted, String type) {
    return wanted.endsWith(".*")
        ? type.startsWith(wanted.substring(0, wanted.length() - 1))
        : wanted.equals(type);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return name + " at " + url;
  }
}
