package io.gostacker.meta.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gostacker.common.error.Refusal;
import io.gostacker.common.limit.RateLimitSettings;
import io.gostacker.meta.SettableClock;
import io.gostacker.testkit.backend.Backends;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class LoginThrottleTest {
  private static final DataSource DATABASE = Backends.freshDatabase();
  private static int names;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final LoginThrottle throttle = throttle(true);
  private final String ann = "ann" + names++;

  private LoginThrottle throttle(boolean enabled) {
    TransactionTemplate transactions =
        new TransactionTemplate(new JdbcTransactionManager(DATABASE));
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return new LoginThrottle(
        () -> new RateLimitSettings(enabled, 1, 1, 1, 1, 1, 1, 1, 3, 1),
        JdbcClient.create(DATABASE),
        transactions,
        clock);
  }

  private @Nullable Duration refusedFor(String name) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> throttle.check(1, name));
    return refusal == null ? null : refusal.retryAfter();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(1, ann);
    }
  }

  @Test
  void oneMoreThanAllowedWaitsUntilTheFirstIsAMinuteAgo() {
    throttle.failed(1, ann);
    clock.advance(Duration.ofSeconds(20));
    throttle.failed(1, ann.toUpperCase(Locale.ROOT));
    assertThat(refusedFor(ann)).isNull();
    throttle.failed(1, ann);
    assertThat(refusedFor(ann)).isEqualTo(Duration.ofSeconds(40));
    clock.advance(Duration.ofSeconds(40));
    assertThat(refusedFor(ann)).isNull();
  }

  @Test
  void eachFurtherWrongOneWaitsTwiceAsLongUpToAQuarterOfAnHour() {
    fail(3);
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Duration delay = Objects.requireNonNull(refusedFor(ann));
      delays.add(delay);
      clock.advance(delay);
      assertThat(refusedFor(ann)).isNull();
      fail(1);
    }
    assertThat(delays).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
  }

  @Test
  void whatWasGuessedAtTheSameTimeCountsOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 40; i++) {
        threads.submit(() -> throttle.failed(1, ann));
      }
    }
    assertThat(refusedFor(ann)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void anHourWithoutAWrongOneForgetsAll() {
    fail(3);
    clock.advance(Duration.ofMinutes(61));
    fail(1);
    assertThat(refusedFor(ann)).isNull();
    throttle.purge();
    fail(1);
    assertThat(refusedFor(ann)).isNull();
    fail(1);
    assertThat(refusedFor(ann)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aRightOneAfterTheWaitForgetsAll() {
    fail(3);
    clock.advance(Duration.ofMinutes(1));
    throttle.succeeded(1, ann);
    fail(2);
    assertThat(refusedFor(ann)).isNull();
  }

  @Test
  void anotherInstanceKnowsAndOthersAreNotHeldUp() {
    fail(3);
    LoginThrottle other = throttle(true);
    assertThat(catchThrowableOfType(Refusal.class, () -> other.check(1, ann))).isNotNull();
    assertThatCode(() -> other.check(1, ann + "x")).doesNotThrowAnyException();
    assertThatCode(() -> other.check(2, ann)).doesNotThrowAnyException();
  }

  @Test
  void switchedOffItLetsAllPass() {
    LoginThrottle off = throttle(false);
    for (int i = 0; i < 5; i++) {
      off.failed(1, ann);
    }
    assertThatCode(() -> off.check(1, ann)).doesNotThrowAnyException();
  }
}
