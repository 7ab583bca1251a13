package io.gostacker.grpc.peer;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The traffic between processes, `gostacker.internal.*`.
///
/// @param secrets shared by all processes of an installation, each at least 32 characters: the
///   first is used to call, all are accepted. To rotate: add the new one behind everywhere, then
///   put it first everywhere, then take the old one away
/// @param host by which others reach this process
/// @param bind the address that the internal port listens at; empty for `host`
/// @param port of the internal calls; 0 for a free one
@ConfigurationProperties("gostacker.internal")
public record InternalSettings(
    @DefaultValue List<String> secrets,
    @DefaultValue("127.0.0.1") String host,
    @DefaultValue("") String bind,
    @DefaultValue("0") int port) {
  static final int MIN_SECRET = 32;

  public InternalSettings {
    secrets = List.copyOf(secrets);
    if (secrets.isEmpty() || secrets.stream().anyMatch(each -> each.length() < MIN_SECRET)) {
      throw new IllegalArgumentException(
          "gostacker.internal.secrets must hold at least one secret, each of at least "
              + MIN_SECRET
              + " characters, the same in every process (openssl rand -hex 32 makes one)");
    }
    bind = bind.isEmpty() ? host : bind;
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("gostacker.internal.port must be 0 to 65535");
    }
  }

  /// Without the secrets: it may be logged.
  @Override
  public String toString() {
    return "InternalSettings[host=" + host + ", bind=" + bind + ", port=" + port + "]";
  }
}
