package io.gostacker.meta.audit;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires the audit records.
@Configuration(proxyBeanMethods = false)
public class AuditConfiguration {

  @Bean
  Audit audit(JdbcClient jdbc, Clock clock) {
    return new Audit(jdbc, clock);
  }
}
