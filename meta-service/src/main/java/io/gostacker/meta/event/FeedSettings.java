package io.gostacker.meta.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the event feed is kept, `gostacker.events.*`.
///
/// @param retention how long events are kept; 1 h to 366 d
@ConfigurationProperties("gostacker.events")
public record FeedSettings(@DefaultValue("7d") Duration retention) {

  public FeedSettings {
    if (retention.toHours() < 1 || retention.toDays() > 366) {
      throw new IllegalArgumentException("gostacker.events.retention must be 1h to 366d");
    }
  }
}
