package io.gostacker.app.gateway;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/// How the proxy finds meta: not annotated, because it belongs to the load balancer's own context.
class MetaBalancing {

  @Bean
  ServiceInstanceListSupplier metaInstances(KnownInstances known) {
    return new ServiceInstanceListSupplier() {
      @Override
      public String getServiceId() {
        return GatewayApplication.META;
      }

      @Override
      public Flux<List<ServiceInstance>> get() {
        return Flux.defer(() -> Flux.just(known.of(GatewayApplication.META)))
            .subscribeOn(Schedulers.boundedElastic());
      }
    };
  }
}
