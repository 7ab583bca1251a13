package io.gostacker.common.event;

import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The writing of events. Needs a `DataSource`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventSettings.class)
public class EventConfiguration {

  @Bean
  EventLog eventLog(DataSource dataSource, EventSettings settings) {
    return new EventLog(JdbcClient.create(dataSource), settings.enabled());
  }
}
