package io.gostacker.push.provider;

import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Apple's service, `gostacker.push.apns.*`: key file, key id, team id and topic, or none of them.
///
/// @param keyFile the signing key that Apple gave, `AuthKey_….p8`
/// @param keyId 10 characters
/// @param teamId 10 characters
/// @param topic the bundle id of the app
/// @param server `production`, `sandbox`, or `host:port` of one that speaks the same
/// @param trustedCertificate PEM, for `host:port` alone; empty for the authorities that Java knows
/// @param timeout for an answer; 100 ms to 60 s
/// @param rate notifications a second; 1 to 100,000
/// @param atOnce calls in flight; 1 to 1,000
@ConfigurationProperties("gostacker.push.apns")
public record ApnsSettings(
    @DefaultValue("") String keyFile,
    @DefaultValue("") String keyId,
    @DefaultValue("") String teamId,
    @DefaultValue("") String topic,
    @DefaultValue("production") String server,
    @DefaultValue("") String trustedCertificate,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("1000") int rate,
    @DefaultValue("64") int atOnce) {
  static final SettingsCheck CHECK = new SettingsCheck("gostacker.push.apns");
  private static final String ELSEWHERE = "[A-Za-z0-9.-]+:[0-9]{1,5}";
  private static final int MAX_PORT = 65_535;

  public ApnsSettings {
    long given = Stream.of(keyFile, keyId, teamId, topic).filter(s -> !s.isEmpty()).count();
    if (given != 0 && given != 4) {
      throw new IllegalArgumentException(
          "gostacker.push.apns needs key-file, key-id, team-id and topic, or none of them");
    }
    boolean isElsewhere = isHostAndPort(server);
    CHECK.require(
        isElsewhere || server.equals("production") || server.equals("sandbox"),
        "server",
        "production, sandbox or host:port");
    CHECK.require(
        isElsewhere || trustedCertificate.isEmpty(),
        "trusted-certificate",
        "empty where server is " + server);
    CHECK.pace(timeout, rate, atOnce);
  }

  private static boolean isHostAndPort(String server) {
    return server.matches(ELSEWHERE)
        && Integer.parseInt(server.substring(server.indexOf(':') + 1)) <= MAX_PORT;
  }

  /// Whether there is such a provider.
  boolean isOn() {
    return !keyFile.isEmpty();
  }
}
