package io.gostacker.common.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Bounds of the REST face, `gostacker.web.*`.
///
/// @param edge whether clients reach this process themselves; behind a gateway that counts requests
///   by address it does not
/// @param maxConcurrent how many requests may be in controllers at once, at least 1
/// @param trustedProxies addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed
@ConfigurationProperties("gostacker.web")
public record WebSettings(
    @DefaultValue("true") boolean edge,
    @DefaultValue("4096") int maxConcurrent,
    @DefaultValue List<String> trustedProxies) {

  public WebSettings {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException("gostacker.web.max-concurrent must be at least 1");
    }
  }
}
