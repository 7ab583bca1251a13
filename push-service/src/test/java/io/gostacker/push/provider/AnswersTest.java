package io.gostacker.push.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What answers over HTTP mean.
class AnswersTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void aPauseIsGivenInSecondsOrUntilADate() {
    assertThat(pause("120")).contains(Duration.ofMinutes(2));
    assertThat(pause("Mon, 30 Nov 2026 12:00:30 GMT")).contains(Duration.ofSeconds(30));
  }

  @Test
  void aPauseIsNeverLongerThanADay() {
    assertThat(pause("999999999")).contains(Duration.ofDays(1));
    assertThat(pause("Wed, 30 Dec 2026 12:00:00 GMT")).contains(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "", "99999999999", "Mon, 30 Nov 2026 11:00:00 GMT"})
  void whatIsNoPauseIsNone(String value) {
    assertThat(pause(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 429, 500, 502, 503, 504})
  void someAreToComeAgain(int status) {
    assertThat(outcome(status)).isInstanceOf(Outcome.Later.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 405, 413, 422})
  void someAreRefusals(int status) {
    assertThat(outcome(status)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void whatIsShownFitsAnywhere() {
    Outcome outcome =
        Answers.outcome(new GivenAnswer(400, "a\u0000b\nc\uD83E" + "x".repeat(999)), NOON);

    assertThat(((Outcome.Refused) outcome).reason())
        .startsWith("answered 400: a?b c?xxx")
        .hasSize(200);
  }

  private static Outcome outcome(int status) {
    return Answers.outcome(new GivenAnswer(status, ""), NOON);
  }

  private static Optional<Duration> pause(String value) {
    return Answers.pause(GivenAnswer.retryAfter(value), NOON);
  }
}
