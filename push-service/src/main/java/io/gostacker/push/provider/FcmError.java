package io.gostacker.push.provider;

import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer of Google's service that is no success: `{"error": {"status", "message", "details":
/// [{"@type", "errorCode"}, {"@type", "fieldViolations"}]}}`.
///
/// @param code of the `FcmError` among the details; empty if there is none
/// @param message in words
/// @param isTokenNamed whether a violation of the field of the token is among the details
record FcmError(String code, String message, boolean isTokenNamed) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static FcmError of(HttpResponse<byte[]> answer) {
    JsonNode error = read(answer).path("error");
    return new FcmError(
        StreamSupport.stream(error.path("details").spliterator(), false)
            .map(detail -> detail.path("errorCode").asString(""))
            .filter(code -> !code.isEmpty())
            .findFirst()
            .orElse(""),
        error.path("message").asString(""),
        error.path("details").findValuesAsString("field").contains("message.token"));
  }

  private static JsonNode read(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      return JSON.missingNode(); // no answer of Google's, but of something before it
    }
  }

  /// Whether the device is gone, or was never one of this project: an `INVALID_ARGUMENT` says so in
  /// words alone, as it may be about anything else as well.
  boolean isAboutToken() {
    return switch (code) {
      case "UNREGISTERED", "SENDER_ID_MISMATCH" -> true;
      case "INVALID_ARGUMENT" -> isTokenNamed || message.contains("registration token");
      default -> isTokenNamed;
    };
  }
}
