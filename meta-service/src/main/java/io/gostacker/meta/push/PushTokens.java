package io.gostacker.meta.push;

import io.gostacker.common.transaction.Transactions;
import io.gostacker.meta.session.Devices;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `push_token`. A device has one token at most, and only while it is logged in: whatever
/// ends its session removes the token in the same transaction, see [Devices]. All methods block.
final class PushTokens {
  private final JdbcClient jdbc;
  private final Transactions transactions;
  private final Devices devices;
  private final Clock clock;

  PushTokens(JdbcClient jdbc, Transactions transactions, Devices devices, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.devices = devices;
    this.clock = clock;
  }

  /// @param token printable ASCII; as the provider gave it
  record Token(String provider, String token) {

    /// SHA-256 of provider, a line feed and token.
    byte[] hash() {
      try {
        return MessageDigest.getInstance("SHA-256")
            .digest((provider + "\n" + token).getBytes(StandardCharsets.US_ASCII));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    /// Without the token: who has it can notify the device.
    @Override
    public String toString() {
      return "Token[" + provider + "]";
    }
  }

  /// Gives a device its token, instead of the one that it had, and takes the token from whoever had
  /// it: a phone that changes hands shows nothing of its former user's.
  ///
  /// @return whether the device is logged in; if not, nothing was changed
  boolean put(long userId, String deviceId, Token token) {
    return transactions.run(() -> {
      boolean loggedIn = devices.hold(userId, deviceId);
      if (loggedIn) {
        replace(userId, deviceId, token);
      }
      return loggedIn;
    });
  }

  /// `REPLACE` removes every row that has this device or this token, one that was committed while
  /// it waited too. `ON DUPLICATE KEY UPDATE` would leave the token with whoever had it.
  private void replace(long userId, String deviceId, Token token) {
    jdbc.sql(
            """
            REPLACE INTO push_token (user_id, device_id, provider, token, token_hash, updated_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(userId, deviceId, token.provider(), token.token(), token.hash(), clock.millis())
        .update();
  }

  /// @return whether the device is logged in; if not, it has no token
  boolean remove(long userId, String deviceId) {
    return transactions.run(() -> {
      boolean loggedIn = devices.hold(userId, deviceId);
      if (loggedIn) {
        jdbc.sql("DELETE FROM push_token WHERE user_id = ? AND device_id = ?")
            .params(userId, deviceId)
            .update();
      }
      return loggedIn;
    });
  }
}
