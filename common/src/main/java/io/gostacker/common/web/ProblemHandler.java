package io.gostacker.common.web;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.FieldError;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.json.JsonBytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/// Turns whatever goes wrong while an HTTP request is answered into `application/problem+json` (RFC
/// 9457).
///
/// Works below controllers, filters and routing alike, so no answer has another form. Expected
/// failures ([Refusal]) are not logged; anything else is logged once with its stack trace and
/// answered `internal` without a word about its inside.
@Order(-2) // before Spring Boot's own handler, which is at -1
public final class ProblemHandler implements WebExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
  private static final Refusal OVERLOADED =
      Refusal.retryAfter(
          ErrorCode.OVERLOADED, "Too many requests at once, try again", Duration.ofSeconds(1));

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    byte[] body =
        switch (failure) {
          case Refusal refusal -> refused(response, refusal);
          case ErrorResponse error -> framework(response, error.getStatusCode(), failure);
          default -> unexpected(exchange, response, failure);
        };
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setContentLength(body.length);
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
  }

  private static byte[] refused(ServerHttpResponse response, Refusal refusal) {
    // Over REST a conversation that one is not a member of looks like one that does not exist.
    ErrorCode code = refusal.code() == ErrorCode.NOT_MEMBER ? ErrorCode.NOT_FOUND : refusal.code();
    String detail = refusal.code() == code ? refusal.detail() : "No such conversation";
    response.setRawStatusCode(code.status());
    retryAfter(response, refusal.retryAfter());
    if (code.status() == HttpStatus.UNAUTHORIZED.value()) {
      response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer"); // RFC 9110 wants one
    }
    return problem(code, code.status(), detail, refusal.errors());
  }

  private static void retryAfter(ServerHttpResponse response, @Nullable Duration retryAfter) {
    if (retryAfter != null) {
      long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
      response.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
  }

  /// What Spring itself refuses: unknown paths, wrong methods and media types, broken or oversized
  /// bodies.
  private static byte[] framework(
      ServerHttpResponse response, HttpStatusCode status, Throwable failure) {
    if (failure.getCause() instanceof Refusal refusal) {
      return refused(response, refusal);
    }
    Refusal wrongShape = BodyProblems.wrongShape(failure);
    if (status.value() == 400 && wrongShape != null) {
      return refused(response, wrongShape);
    }
    ErrorCode code =
        switch (status.value()) {
          case 401 -> ErrorCode.UNAUTHENTICATED;
          case 403 -> ErrorCode.FORBIDDEN;
          case 404 -> ErrorCode.NOT_FOUND;
          case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
          case 406, 415 -> ErrorCode.UNSUPPORTED_TYPE;
          case 503 -> ErrorCode.UNAVAILABLE;
          default -> status.is5xxServerError() ? ErrorCode.INTERNAL : ErrorCode.VALIDATION_FAILED;
        };
    if (code == ErrorCode.INTERNAL) {
      log.error("Request failed", failure);
    }
    response.setRawStatusCode(status.value());
    if (failure instanceof ErrorResponse error) {
      error.getHeaders().forEach(response.getHeaders()::put);
    }
    return problem(code, status.value(), detailOf(status, code), List.of());
  }

  private static String detailOf(HttpStatusCode status, ErrorCode code) {
    return switch (status.value()) {
      case 400 ->
          "The request cannot be read: send one well-formed JSON object of the documented shape";
      case 404 -> "Nothing is here";
      case 405 -> "This path does not take that method";
      default -> code.title();
    };
  }

  private static byte[] unexpected(
      ServerWebExchange exchange, ServerHttpResponse response, Throwable failure) {
    if (failure instanceof RejectedExecutionException) {
      return refused(response, OVERLOADED);
    }
    ErrorCode code = Outages.isOutage(failure) ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
    String request = exchange.getRequest().getMethod() + " " + exchange.getRequest().getPath();
    if (code == ErrorCode.INTERNAL) {
      log.error("{} failed", request, failure);
    } else {
      log.warn("{} not answered, a back end is away: {}", request, failure.toString());
    }
    response.setRawStatusCode(code.status());
    return problem(code, code.status(), code.title(), List.of());
  }

  /// The body of a problem.
  public static byte[] problem(ErrorCode code, int status, String detail, List<FieldError> errors) {
    JsonBytes json = new JsonBytes(256);
    json.raw("{\"type\":\"about:blank\",\"title\":").string(code.title());
    json.raw(",\"status\":").number(status);
    json.raw(",\"detail\":").string(detail);
    json.raw(",\"code\":\"").raw(code.wireName()).raw("\"");
    if (!errors.isEmpty()) {
      json.raw(",\"errors\":[");
      String separator = "";
      for (FieldError error : errors) {
        json.raw(separator).raw("{\"field\":").string(error.field());
        json.raw(",\"message\":").string(error.message()).raw("}");
        separator = ",";
      }
      json.raw("]");
    }
    return json.raw("}").toByteArray();
  }
}
