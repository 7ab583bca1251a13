package io.gostacker.common.transport;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How messages get from send to gateways, `gostacker.push.*`.
///
/// @param mode `standalone` in one process, `gateway` between processes
@ConfigurationProperties("gostacker.push")
public record PushSettings(@DefaultValue("standalone") Mode mode) {

  /// What a process is part of.
  public enum Mode {
    /// Everything is in this process: calls are direct, and this is the only send instance.
    STANDALONE,
    /// Gateways and send instances are processes of their own, any number of each.
    GATEWAY
  }
}
