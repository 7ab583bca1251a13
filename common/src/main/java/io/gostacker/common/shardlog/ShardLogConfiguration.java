package io.gostacker.common.shardlog;

import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Imported by every service that reads or writes shard logs. Each opens its own [RedisShardLog]
/// with the client: reading long stretches must not hold up who appends.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisSettings.class)
public class ShardLogConfiguration {

  @Bean(destroyMethod = "shutdown")
  RedisClient redisClient() {
    return RedisClient.create();
  }

  @Bean
  Shards shards(@Value("${gostacker.shards:64}") int count) {
    return new Shards(count);
  }
}
