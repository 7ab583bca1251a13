package io.gostacker.common.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.reload.Reloadable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendLimitsTest {

  private static SendLimits limits(boolean enabled, int account, int device) {
    return new SendLimits(
        Reloadable.of(
            new RateLimitSettings(enabled, account, 1, device, 1, 400, 100, 600, 10, 500)));
  }

  private static int taken(SendLimits limits, long user, String device, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += limits.take(user, device) == 0 ? 1 : 0;
    }
    return taken;
  }

  @Test
  void anAccountHasOneBurstOverAllItsDevices() {
    SendLimits limits = limits(true, 50, 50);
    assertThat(taken(limits, 1, "phone", 30)).isEqualTo(30);
    assertThat(taken(limits, 1, "desk", 30)).isBetween(20, 21);
    assertThat(taken(limits, 2, "phone", 30)).isEqualTo(30);
  }

  @Test
  void aDeviceMayHaveATighterOne() {
    SendLimits limits = limits(true, 50, 10);
    assertThat(taken(limits, 1, "phone", 30)).isBetween(10, 11);
    assertThat(taken(limits, 1, "desk", 30)).isBetween(10, 11);
  }

  @Test
  void whoIsRefusedIsToldForHowLong() {
    SendLimits limits = limits(true, 1, 1);
    limits.check(1, "phone");
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> limits.check(1, "phone"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refusal.retryAfter()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
  }

  @Test
  void switchedOffEverythingPasses() {
    assertThat(taken(limits(false, 1, 1), 1, "phone", 1000)).isEqualTo(1000);
  }

  @Test
  void aSettingThatCannotBeNamesItsKey() {
    assertThatThrownBy(() -> limits(true, 0, 1))
        .hasMessageContaining("gostacker.rate-limit.send-burst");
  }
}
