package io.gostacker.push.provider;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which addresses are called that clients name: without this, who hands in a subscription could
/// have this process call whatever it reaches.
final class PushHosts {
  private static final int HTTPS = 443;

  private final List<String> hosts;

  /// @param hosts in lower case; `*.` before one stands for any that ends with it
  PushHosts(List<String> hosts) {
    this.hosts = hosts;
  }

  /// Why an address is not to be called; null when it may be. It may by https at the usual port of
  /// a named host, or anyhow at an address of this machine itself that is named.
  @Nullable String flaw(URI endpoint) {
    String host = endpoint.getHost();
    if (host == null || endpoint.getRawUserInfo() != null) {
      return "its endpoint is no address of a push service";
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (hosts.stream().noneMatch(named -> isNamed(name, named))) {
      return "its endpoint is at " + name + ", none of gostacker.push.webpush.hosts";
    }
    boolean isHttps = "https".equalsIgnoreCase(endpoint.getScheme());
    boolean isUsual = endpoint.getPort() == -1 || endpoint.getPort() == HTTPS;
    boolean isHere = isLoopback(name) && "http".equalsIgnoreCase(endpoint.getScheme());
    return isHttps && (isUsual || isLoopback(name)) || isHere
        ? null
        : "its endpoint is not called by https at the usual port";
  }

  private static boolean isNamed(String host, String named) {
    return named.startsWith("*.") ? host.endsWith(named.substring(1)) : host.equals(named);
  }

  private static boolean isLoopback(String host) {
    return host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
  }
}
