package io.gostacker.common.limit;

import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Rate limits; shared through Redis where there is a [RedisClient].
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateLimitSettings.class)
public class LimitConfiguration {

  @Bean
  Reloadable<RateLimitSettings> rateLimits(RateLimitSettings first) {
    return Reloadable.of(first);
  }

  @Bean
  RequestLimits requestLimits(
      Reloadable<RateLimitSettings> settings,
      ObjectProvider<RedisClient> client,
      ObjectProvider<RedisSettings> redis) {
    RedisClient shared = client.getIfAvailable();
    return RequestLimits.of(
        settings, shared == null ? null : new SharedBuckets(shared, redis.getObject()));
  }

  @Bean
  SendLimits sendLimits(Reloadable<RateLimitSettings> settings) {
    return new SendLimits(settings);
  }

  @Bean
  ConnectPace connectPace(Reloadable<RateLimitSettings> settings) {
    return new ConnectPace(settings);
  }
}
