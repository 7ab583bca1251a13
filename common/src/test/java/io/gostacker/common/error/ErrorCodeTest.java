package io.gostacker.common.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  @Test
  void codesAndStatusesAreThoseOfTheContract() {
    assertThat(
            Arrays.stream(ErrorCode.values())
                .collect(Collectors.toMap(ErrorCode::wireName, ErrorCode::status)))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("validation_failed", 422),
                Map.entry("unauthenticated", 401),
                Map.entry("bad_credentials", 401),
                Map.entry("forbidden", 403),
                Map.entry("muted", 403),
                Map.entry("blocked", 403),
                Map.entry("not_member", 404),
                Map.entry("not_found", 404),
                Map.entry("username_taken", 409),
                Map.entry("conflict", 409),
                Map.entry("payload_too_large", 413),
                Map.entry("unsupported_type", 415),
                Map.entry("rate_limited", 429),
                Map.entry("overloaded", 503),
                Map.entry("unavailable", 503),
                Map.entry("internal", 500)));
  }

  @Test
  void aRefusalSaysWhatIsWrongAndCostsNoStackTrace() {
    Refusal refusal = Refusal.of(ErrorCode.CONFLICT, "full");
    assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal.detail()).isEqualTo("full");
    assertThat(refusal.errors()).isEmpty();
    assertThat(refusal.retryAfter()).isNull();
    assertThat(refusal.getStackTrace()).isEmpty();
  }

  @Test
  void aRefusalOfFieldsNamesThemAll() {
    List<FieldError> errors =
        List.of(new FieldError("name", "is empty"), new FieldError("memberIds[3]", "is no id"));
    Refusal refusal = Refusal.invalid(errors);
    assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
    assertThat(refusal.errors()).isEqualTo(errors);
    assertThat(refusal.detail()).isEqualTo("name: is empty");
  }

  @Test
  void aRefusalMaySayWhenToTryAgain() {
    Refusal refusal =
        Refusal.retryAfter(ErrorCode.RATE_LIMITED, "slow down", Duration.ofSeconds(3));
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }
}
