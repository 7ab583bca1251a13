package io.gostacker.push.provider;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// What answers over HTTP, and their absence, mean to all providers alike.
final class Answers {
  private static final int MAX_REASON = 200;
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private Answers() {}

  /// 2xx: taken. 404 and 410: gone. 401 and 403, since these are about our own credentials, 408,
  /// 429 and 5xx: later. Others: refused.
  static Outcome outcome(HttpResponse<byte[]> answer, Clock clock) {
    int status = answer.statusCode();
    return switch (status) {
      case 404, 410 -> new Outcome.Gone(reason(answer));
      case 401, 403, 408, 429 -> new Outcome.Later(reason(answer), pause(answer, clock));
      default -> {
        if (status >= 500) {
          yield new Outcome.Later(reason(answer), pause(answer, clock));
        }
        yield status >= 200 && status < 300
            ? new Outcome.Taken()
            : new Outcome.Refused(reason(answer));
      }
    };
  }

  /// What came of a call, which may fail before it begins.
  static CompletableFuture<Outcome> guarded(Supplier<CompletableFuture<Outcome>> call) {
    try {
      return call.get().exceptionally(Answers::none);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(none(e));
    }
  }

  /// Nobody answered.
  static Outcome none(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return Outcome.Later.because(shown(cause.toString()));
  }

  /// The status and the beginning of what was said.
  static String reason(HttpResponse<byte[]> answer) {
    String said = new String(answer.body(), StandardCharsets.UTF_8).strip();
    return shown("answered " + answer.statusCode() + (said.isEmpty() ? "" : ": " + said));
  }

  /// Fit for a line of a log and a column of a table: at most 200 printable characters of ASCII.
  static String shown(String text) {
    String line = text.replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
    return line.substring(0, Math.min(MAX_REASON, line.length()));
  }

  /// What `Retry-After` asks for, in seconds or until a date; at most a day.
  static Optional<Duration> pause(HttpResponse<byte[]> answer, Clock clock) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(value -> pause(value, clock.instant()))
        .filter(Duration::isPositive)
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static Optional<Duration> pause(String value, Instant now) {
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Integer.parseInt(value)));
    }
    try {
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(Duration.between(now, until));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
