package io.gostacker.common.web;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Gives `@ServerCaller AppServer` parameters their value from `Authorization: Bearer …`: the one
/// place where API keys are checked.
final class ServerCallerResolver implements HandlerMethodArgumentResolver {
  private final ServerKeys keys;

  ServerCallerResolver(ServerKeys keys) {
    this.keys = keys;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(ServerCaller.class);
  }

  @Override
  public Mono<Object> resolveArgument(
      MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
    return Mono.fromSupplier(() -> caller(exchange));
  }

  private AppServer caller(ServerWebExchange exchange) {
    return keys.appOf(CallerResolver.bearer(exchange.getRequest().getHeaders()))
        .orElseThrow(() ->
            Refusal.of(
                ErrorCode.UNAUTHENTICATED,
                "This takes an API key of gostacker.server-api.keys, and no user's token"));
  }
}
