package io.gostacker.meta.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gostacker.common.error.Refusal;
import io.gostacker.meta.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final LoginThrottle throttle = new LoginThrottle(new LoginSettings(true, 3), clock);

  @Test
  void oneMoreThanAllowedWaitsUntilTheFirstIsAMinuteAgo() {
    throttle.failed("ann");
    clock.advance(Duration.ofSeconds(20));
    throttle.failed("Ann");
    throttle.check("ann");
    throttle.failed("ANN");

    Refusal refusal = catchThrowableOfType(Refusal.class, () -> throttle.check("ann"));
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(40));

    clock.advance(Duration.ofSeconds(40));
    throttle.check("ann");
    throttle.failed("ann");
    assertThat(catchThrowableOfType(Refusal.class, () -> throttle.check("ann"))).isNotNull();
  }

  @Test
  void othersAreNotHeldUp() {
    for (int i = 0; i < 3; i++) {
      throttle.failed("ann");
    }

    assertThatCode(() -> throttle.check("bob")).doesNotThrowAnyException();
  }

  @Test
  void switchedOffItLetsAllPass() {
    LoginThrottle off = new LoginThrottle(new LoginSettings(false, 1), clock);
    off.failed("ann");
    off.failed("ann");

    assertThatCode(() -> off.check("ann")).doesNotThrowAnyException();
  }
}
