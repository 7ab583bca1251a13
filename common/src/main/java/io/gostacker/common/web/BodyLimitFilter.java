package io.gostacker.common.web;

import io.gostacker.common.error.ErrorCode;
import io.gostacker.common.error.Refusal;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/// Bounds the memory that one request's body can take. A body that announces more is read to its
/// end and thrown away, so that a proxy which is still writing it hears the refusal
/// (`payload_too_large`) instead of a closed connection; one of more than [#MAX_BYTES] is refused
/// before any of it is read, and one that grows beyond what it announced at that point.
@Order(-100)
final class BodyLimitFilter implements WebFilter {
  /// What a body may have where no [BodyLimit] says otherwise.
  static final int DEFAULT_BYTES = 256 * 1024;

  /// The most that any [BodyLimit] may allow.
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private final List<BodyLimit> limits;

  BodyLimitFilter(List<BodyLimit> limits) {
    this.limits = List.copyOf(limits);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    int limit = limit(exchange.getRequest());
    long announced = exchange.getRequest().getHeaders().getContentLength();
    if (announced > MAX_BYTES) {
      return Mono.error(tooLarge(limit));
    }
    if (announced > limit) {
      return exchange
          .getRequest()
          .getBody()
          .doOnNext(DataBufferUtils::release)
          .then(Mono.error(() -> tooLarge(limit)));
    }
    return chain.filter(
        exchange.mutate().request(new LimitedRequest(exchange.getRequest(), limit)).build());
  }

  private int limit(ServerHttpRequest request) {
    for (BodyLimit limit : limits) {
      if (limit.covers(request.getMethod(), request.getPath().pathWithinApplication())) {
        return limit.bytes();
      }
    }
    return DEFAULT_BYTES;
  }

  private static Refusal tooLarge(int limit) {
    return Refusal.of(ErrorCode.PAYLOAD_TOO_LARGE, "At most " + limit + " bytes are taken here");
  }

  private static final class LimitedRequest extends ServerHttpRequestDecorator {
    private final int limit;

    LimitedRequest(ServerHttpRequest request, int limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return Flux.defer(() -> bounded(new AtomicLong()));
    }

    private Flux<DataBuffer> bounded(AtomicLong read) {
      return super.getBody()
          .handle((DataBuffer buffer, SynchronousSink<DataBuffer> sink) -> pass(buffer, sink, read))
          .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    private void pass(DataBuffer buffer, SynchronousSink<DataBuffer> sink, AtomicLong read) {
      if (read.addAndGet(buffer.readableByteCount()) > limit) {
        DataBufferUtils.release(buffer);
        sink.error(tooLarge(limit));
      } else {
        sink.next(buffer);
      }
    }
  }
}
