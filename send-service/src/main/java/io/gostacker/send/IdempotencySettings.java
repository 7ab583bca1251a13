package io.gostacker.send;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// For how long a `clientMessageId` is remembered, `gostacker.idempotency.*`. The contract promises
/// the defaults.
///
/// @param age how long, at most
/// @param ids how many of a conversation, at most; 40 bytes of memory each
@ConfigurationProperties("gostacker.idempotency")
public record IdempotencySettings(
    @DefaultValue("24h") Duration age, @DefaultValue("10000") int ids) {

  public IdempotencySettings {
    if (ids < 1 || ids > 1_000_000) {
      throw new IllegalArgumentException("gostacker.idempotency.ids must be 1 to 1000000");
    }
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("gostacker.idempotency.age must be above 0");
    }
  }

  /// What the contract promises.
  public static IdempotencySettings defaults() {
    return new IdempotencySettings(Duration.ofHours(24), 10_000);
  }
}
