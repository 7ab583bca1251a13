package io.gostacker.common.web;

import io.gostacker.common.limit.RequestLimits;
import io.gostacker.common.limit.RequestLimits.Attempt;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/// Limits how often an address registers, logs in and refreshes, before anything is read or hashed.
@Order(-90)
final class AuthLimitFilter implements WebFilter {
  private static final String AUTH = "/api/v1/auth/";

  private final RequestLimits limits;
  private final ClientAddress addresses;

  AuthLimitFilter(RequestLimits limits, ClientAddress addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    Attempt attempt = attempt(request.getPath().pathWithinApplication().value());
    if (attempt == null) {
      return chain.filter(exchange);
    }
    String address = addresses.of(request.getRemoteAddress(), request.getHeaders());
    return limits.attempt(attempt, address).then(Mono.defer(() -> chain.filter(exchange)));
  }

  private static @Nullable Attempt attempt(String path) {
    return !path.startsWith(AUTH)
        ? null
        : switch (path.substring(AUTH.length())) {
          case "register" -> Attempt.REGISTER;
          case "login" -> Attempt.LOGIN;
          case "refresh" -> Attempt.REFRESH;
          default -> null;
        };
  }
}
