package io.gostacker.verify.load;

import io.gostacker.client.ServerApi;
import io.gostacker.client.ServerApi.Account;
import io.gostacker.client.ServerApi.AppUser;
import io.gostacker.client.ServerApi.Device;
import io.gostacker.client.ServerApi.DeviceToken;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A user, made by the server API.
///
/// @param devices with what they connect with
record Person(String id, List<DeviceToken> devices) {
  private static final Duration TOKENS_LIVE = Duration.ofDays(1);

  List<String> tokens() {
    return devices.stream().map(DeviceToken::accessToken).toList();
  }

  /// Makes some. Blocks.
  ///
  /// @param run tells them from those of other runs
  /// @param devices of each
  static List<Person> make(ServerApi api, String run, int count, int devices) {
    List<AppUser> wanted =
        IntStream.range(0, count).mapToObj(i -> new AppUser(run + "-" + i, "u" + i, null)).toList();
    List<Account> made = Rest.insist(() -> api.users(wanted));
    List<Device> all =
        made.stream()
            .flatMap(account ->
                IntStream.range(0, devices).mapToObj(d -> new Device(account.userId(), "d" + d)))
            .toList();
    List<DeviceToken> tokens = Rest.insist(() -> api.tokens(all, TOKENS_LIVE));
    return IntStream.range(0, count)
        .mapToObj(
            i -> new Person(made.get(i).userId(), tokens.subList(i * devices, (i + 1) * devices)))
        .toList();
  }
}
