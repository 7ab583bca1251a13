package io.gostacker.flusher;

import io.gostacker.common.event.EventConfiguration;
import io.gostacker.common.event.EventLog;
import io.gostacker.common.reload.Reloadable;
import io.gostacker.common.shardlog.RedisSettings;
import io.gostacker.common.shardlog.RedisShardLog;
import io.gostacker.common.shardlog.ShardLogConfiguration;
import io.gostacker.common.shardlog.Shards;
import io.gostacker.common.trace.TraceConfiguration;
import io.gostacker.common.trace.Traces;
import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The flusher, to be imported by whatever runs one. Needs a `DataSource`, a `Clock` and a
/// `MeterRegistry`.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FlusherSettings.class)
@Import({ShardLogConfiguration.class, TraceConfiguration.class, EventConfiguration.class})
public class FlusherConfiguration {

  @Bean
  FlusherLog flusherLog(RedisClient client, RedisSettings settings) {
    return new FlusherLog(RedisShardLog.openInBackground(client, settings));
  }

  @Bean
  Reloadable<FlusherSettings> flushing(FlusherSettings first) {
    return Reloadable.of(first);
  }

  @Bean
  Flusher flusher(
      DataSource dataSource,
      FlusherLog shardLog,
      Shards shards,
      Reloadable<FlusherSettings> settings,
      MeterRegistry registry,
      Traces traces,
      EventLog events,
      Clock clock) {
    return new Flusher(
        dataSource,
        shardLog.log(),
        shards,
        settings,
        new FlusherMeters(registry, shards.count()),
        traces,
        events,
        clock);
  }
}
