package io.gostacker.common.presence;

import io.gostacker.common.periodic.PeriodicTask;
import io.gostacker.common.shardlog.RedisSettings;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires what gateways hand back to who notifies people. Needs a `RedisClient`.
@Configuration(proxyBeanMethods = false)
public class PresenceConfiguration {
  private static final Duration FLUSH = Duration.ofMillis(500);

  @Bean
  HandBacks handBacks(RedisClient client, RedisSettings settings) {
    return HandBacks.open(client, settings);
  }

  @Bean
  PeriodicTask handBackFlush(HandBacks handBacks) {
    return PeriodicTask.start("Handing back what lost sockets got", FLUSH, handBacks::flush);
  }
}
