package io.gostacker.common.web;

import io.gostacker.common.limit.RequestLimits;
import io.gostacker.common.limit.RequestLimits.Attempt;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/// Limits how often an address registers, logs in and refreshes, before anything is read or hashed.
@Order(-90)
final class AuthLimitFilter implements WebFilter {
  /// Matched as controllers' paths are, so that no other spelling of one (`%6Cogin`, `login;x`)
  /// passes uncounted.
  private static final Map<PathPattern, Attempt> COUNTED =
      Map.of(
          pattern("/api/v1/auth/register"), Attempt.REGISTER,
          pattern("/api/v1/auth/login"), Attempt.LOGIN,
          pattern("/api/v1/auth/refresh"), Attempt.REFRESH);

  private final RequestLimits limits;
  private final ClientAddress addresses;

  AuthLimitFilter(RequestLimits limits, ClientAddress addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  private static PathPattern pattern(String path) {
    return PathPatternParser.defaultInstance.parse(path);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    Attempt attempt = attempt(request.getPath().pathWithinApplication());
    if (attempt == null) {
      return chain.filter(exchange);
    }
    String address = addresses.of(request.getRemoteAddress(), request.getHeaders());
    return limits.attempt(attempt, address).then(Mono.defer(() -> chain.filter(exchange)));
  }

  private static @Nullable Attempt attempt(PathContainer path) {
    return COUNTED.entrySet().stream()
        .filter(counted -> counted.getKey().matches(path))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
