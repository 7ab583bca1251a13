package io.gostacker.meta.server;

import static java.util.Objects.requireNonNull;

import io.gostacker.common.id.Ids;
import io.gostacker.common.web.FieldErrors;
import io.gostacker.meta.session.GivenSessions.Device;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `POST /server/tokens`.
record TokensRequest(@Nullable List<@Nullable Item> tokens, @Nullable Long expiresInSeconds) {
  private static final int MAX_TOKENS = 1000;

  /// As long as an ended session is remembered, see [io.gostacker.meta.session.RevokedSessions].
  private static final long MAX_SECONDS = 24 * 60 * 60;

  record Item(@Nullable String userId, @Nullable String deviceId) {}

  /// @param maxPerUser devices of one user
  /// @throws io.gostacker.common.error.Refusal `validation_failed`
  List<Device> validated(int maxPerUser) {
    FieldErrors errors = new FieldErrors();
    if (tokens == null || tokens.size() > MAX_TOKENS) {
      errors.note("tokens", "is needed: a list of at most " + MAX_TOKENS + " devices");
      errors.refuse();
    }
    errors.require(
        expiresInSeconds == null || (expiresInSeconds >= 1 && expiresInSeconds <= MAX_SECONDS),
        "expiresInSeconds",
        "must be 1 to " + MAX_SECONDS);
    List<Device> devices = new ArrayList<>();
    for (Item item : requireNonNull(tokens)) {
      String field = "tokens[" + devices.size() + "]";
      devices.add(device(errors, field, item == null ? new Item(null, null) : item));
    }
    errors.refuse();
    refuseTooMany(errors, devices, maxPerUser);
    return devices;
  }

  private static Device device(FieldErrors errors, String field, Item item) {
    long userId = item.userId() == null ? Ids.NONE : Ids.parse(item.userId());
    errors.require(userId != Ids.NONE, field + ".userId", "must be a user id, a decimal string");
    String deviceId = item.deviceId() == null ? "" : item.deviceId();
    errors.require(
        Ids.isClientId(deviceId),
        field + ".deviceId",
        "must be 1 to 64 letters, digits, '_' or '-'");
    return new Device(userId, deviceId);
  }

  private static void refuseTooMany(FieldErrors errors, List<Device> devices, int maxPerUser) {
    Set<Device> seen = new HashSet<>();
    Map<Long, Integer> count = new HashMap<>();
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      errors.require(seen.add(device), "tokens[" + i + "]", "names a device twice");
      errors.require(
          count.merge(device.userId(), 1, Integer::sum) <= maxPerUser,
          "tokens[" + i + "]",
          "one user has at most " + maxPerUser + " devices");
    }
    errors.refuse();
  }
}
