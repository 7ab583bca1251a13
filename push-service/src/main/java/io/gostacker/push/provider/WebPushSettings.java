package io.gostacker.push.provider;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Browsers' push services, `gostacker.push.webpush.*`.
///
/// @param enabled whether there is such a provider
/// @param subject where a push service reaches who is responsible; a `mailto:` or `https:` address
/// @param hosts of push services: only these are called, whatever clients name. `*.` before one
///   stands for any that ends with it
/// @param timeout for an answer; 100 ms to 60 s
/// @param rate notifications a second; 1 to 100,000
/// @param atOnce calls in flight; 1 to 1,000
@ConfigurationProperties("gostacker.push.webpush")
public record WebPushSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("https://localhost") String subject,
    @DefaultValue({
          "fcm.googleapis.com",
          "*.push.services.mozilla.com",
          "*.notify.windows.com",
          "*.push.apple.com"
        })
        List<String> hosts,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("1000") int rate,
    @DefaultValue("64") int atOnce) {
  private static final String HOST = "(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+|\\[::1]";

  public WebPushSettings {
    SettingsCheck check = new SettingsCheck("gostacker.push.webpush");
    hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    check.require(
        hosts.stream().allMatch(host -> host.matches(HOST)),
        "hosts",
        "names of hosts, for instance push.example.com or *.push.example.com");
    check.require(
        subject.matches("mailto:[^\\s@]+@[^\\s@]+|https://[^\\s/]+\\S*"),
        "subject",
        "a mailto: or https: address");
    check.pace(timeout, rate, atOnce);
  }
}
