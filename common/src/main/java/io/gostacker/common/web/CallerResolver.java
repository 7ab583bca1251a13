package io.gostacker.common.web;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import io.gostacker.common.limit.RequestLimits;
import io.gostacker.common.token.AccessToken;
import io.gostacker.common.token.TokenVerifier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Gives `@Caller AccessToken` parameters their value from `Authorization: Bearer …`, and counts
/// the account's requests. Messages are counted where they are sent, with those that come as
/// frames.
public final class CallerResolver implements HandlerMethodArgumentResolver {
  private static final String SCHEME = "Bearer ";

  private final TokenVerifier verifier;
  private final RequestLimits limits;

  public CallerResolver(TokenVerifier verifier, RequestLimits limits) {
    this.verifier = verifier;
    this.limits = limits;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(Caller.class);
  }

  @Override
  public Mono<Object> resolveArgument(
      MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
    return Mono.fromSupplier(() -> verifier.verify(bearer(exchange.getRequest().getHeaders())))
        .flatMap(token -> counted(token, parameter).thenReturn((Object) token));
  }

  private Mono<Void> counted(AccessToken token, MethodParameter parameter) {
    Caller caller = parameter.getParameterAnnotation(Caller.class);
    return caller != null && caller.counted() ? limits.request(token.userId()) : Mono.empty();
  }

  /// The token of the `Authorization` header.
  ///
  /// @throws Refusal `unauthenticated` if there is none
  public static String bearer(HttpHeaders headers) {
    @Nullable String header = headers.getFirst(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Refusal.of(
          ErrorCode.UNAUTHENTICATED, "Send the access token as 'Authorization: Bearer <token>'");
    }
    return header.substring(SCHEME.length()).strip();
  }
}
