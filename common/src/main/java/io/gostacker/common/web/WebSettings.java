package io.gostacker.common.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of the REST face, `gostacker.web.*`.
///
/// @param maxConcurrent how many requests may be in controllers at once, at least 1
@ConfigurationProperties("gostacker.web")
public record WebSettings(@DefaultValue("4096") int maxConcurrent) {

  public WebSettings {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException("gostacker.web.max-concurrent must be at least 1");
    }
  }
}
