package io.gostacker.gateway.socket;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which web pages may open a socket: those of the host and port that the request itself names, and
/// those of a list. A request without `Origin` comes from no page and passes.
///
/// Compared without the scheme for the own origin, since TLS often ends in front of the gateway.
final class Origins {
  private final Set<String> allowed;

  /// @param allowed origins as browsers write them, for example `https://chat.example.com`
  Origins(List<String> allowed) {
    this.allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    this.allowed.addAll(allowed);
  }

  /// Whether a request with these headers may become a socket.
  boolean allows(List<String> originHeaders, @Nullable String host) {
    if (originHeaders.isEmpty()) {
      return true;
    }
    if (originHeaders.size() > 1) {
      return false;
    }
    String origin = originHeaders.getFirst();
    return allowed.contains(origin) || isOwn(origin, host);
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      int defaultPort = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
      String originHost = uri.getHost();
      if (originHost == null) {
        return false; // "null", which browsers send for sandboxed pages and files
      }
      int port = uri.getPort() == -1 ? defaultPort : uri.getPort();
      String expected = originHost.toLowerCase(Locale.ROOT) + ":" + port;
      return expected.equals(withPort(host.toLowerCase(Locale.ROOT), defaultPort));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static String withPort(String host, int defaultPort) {
    boolean named = host.lastIndexOf(':') > host.lastIndexOf(']');
    return named ? host : host + ":" + defaultPort;
  }
}
