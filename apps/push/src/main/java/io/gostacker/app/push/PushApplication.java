package io.gostacker.app.push;

import io.gostacker.common.presence.LiveUsers;
import io.gostacker.common.presence.PresenceConfiguration;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.ShardLogConfiguration;
import io.gostacker.grpc.process.ProcessConfiguration;
import io.gostacker.push.PushConfiguration;
import io.gostacker.push.live.RedisLiveUsers;
import io.lettuce.core.RedisClient;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// A dispatcher of notifications, of which one at a time works; its settings are in
/// `config/push.yaml`.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  PushConfiguration.class,
  PresenceConfiguration.class,
  ShardLogConfiguration.class,
  ProcessConfiguration.class
})
public class PushApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(PushApplication.class)
        .properties("spring.config.name=push")
        .build()
        .run(args);
  }

  @Bean
  LiveUsers liveUsers(RedisClient client, RedisSettings settings) {
    return RedisLiveUsers.open(client, settings);
  }
}
