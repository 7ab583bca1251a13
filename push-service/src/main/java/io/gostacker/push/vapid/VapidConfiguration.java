package io.gostacker.push.vapid;

import io.gostacker.push.provider.VapidKeys;
import java.security.SecureRandom;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the keys of Web Push. Needs a `DataSource`.
@Configuration(proxyBeanMethods = false)
public class VapidConfiguration {

  @Bean
  VapidKeys vapidKeys(DataSource dataSource) {
    return new StoredVapidKeys(JdbcClient.create(dataSource)).get(new SecureRandom());
  }
}
