package io.gostacker.push.vapid;

import io.gostacker.push.provider.VapidKeys;
import java.security.SecureRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The pair of keys by which push services know this installation. Made by whoever is first and
/// kept in the table `installation`: browsers have subscribed with it, so it must stay what it is.
final class StoredVapidKeys {
  private static final String NAME = "webpush-keys";

  private final JdbcClient jdbc;

  StoredVapidKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The pair. Blocks.
  ///
  /// @param random for a new one
  VapidKeys get(SecureRandom random) {
    VapidKeys fresh = VapidKeys.generate(random);
    jdbc.sql("INSERT IGNORE INTO installation (name, value) VALUES (?, ?)")
        .params(NAME, fresh.publicKey() + " " + fresh.privateKey())
        .update();
    String stored =
        jdbc.sql("SELECT value FROM installation WHERE name = ?")
            .param(NAME)
            .query(String.class)
            .single();
    String[] keys = stored.split(" ", 2);
    return VapidKeys.of(keys[0], keys[1]);
  }
}
