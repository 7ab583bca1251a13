package io.gostacker.common.web;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// How large the body of a request to some paths may be; a bean beside the controller that needs
/// another bound than [BodyLimitFilter#DEFAULT_BYTES].
///
/// @param bytes at most [BodyLimitFilter#MAX_BYTES]
public record BodyLimit(HttpMethod method, PathPattern pattern, int bytes) {

  public BodyLimit {
    if (bytes < 1 || bytes > BodyLimitFilter.MAX_BYTES) {
      throw new IllegalArgumentException("A body limit of " + bytes + " bytes is out of bounds");
    }
  }

  /// For the paths that a pattern like `/api/v1/conversations/{id}` names.
  public static BodyLimit of(HttpMethod method, String pattern, int bytes) {
    return new BodyLimit(method, PathPatternParser.defaultInstance.parse(pattern), bytes);
  }

  boolean covers(HttpMethod asked, PathContainer path) {
    return method.equals(asked) && pattern.matches(path);
  }
}
