package io.gostacker.app.gateway;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/// Says `unavailable` to clients when meta cannot be reached or does not answer.
final class ProxyFailures implements GlobalFilter, Ordered {
  private static final Logger log = LoggerFactory.getLogger(ProxyFailures.class);

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain.filter(exchange).onErrorMap(ProxyFailures::isOfMeta, ProxyFailures::unavailable);
  }

  private static boolean isOfMeta(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || (failure instanceof ResponseStatusException status
            && status.getStatusCode().is5xxServerError());
  }

  private static Throwable unavailable(Throwable failure) {
    log.debug("Meta does not answer", failure);
    return Refusal.of(ErrorCode.UNAVAILABLE, "The account service does not answer, try again");
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
