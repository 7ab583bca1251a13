package io.gostacker.push.vapid;

import io.gostacker.push.provider.VapidKeys;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the keys of Web Push. Needs a `JdbcClient`, which there is when the tables are.
@Configuration(proxyBeanMethods = false)
public class VapidConfiguration {

  @Bean
  VapidKeys vapidKeys(JdbcClient jdbc) {
    return new StoredVapidKeys(jdbc).get(new SecureRandom());
  }
}
