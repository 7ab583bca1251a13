package io.gostacker.common.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// From where a request comes: the peer of its connection or, if that is a proxy which is trusted,
/// who the proxy says. An IPv6 address counts as its /64, which is what one customer has.
final class ClientAddress {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final int NETWORK_BYTES = 8;

  private final List<TrustedNetwork> proxies;

  /// @param proxies addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` is believed
  ClientAddress(List<String> proxies) {
    this.proxies = proxies.stream().map(TrustedNetwork::parse).toList();
  }

  /// @param peer of the connection; null when it is gone
  String of(@Nullable InetSocketAddress peer, HttpHeaders headers) {
    InetAddress address = peer == null ? null : peer.getAddress();
    if (address == null) {
      return "unknown";
    }
    List<String> path = new ArrayList<>();
    headers.getOrEmpty(FORWARDED_FOR).forEach(header -> path.addAll(List.of(header.split(","))));
    // The last was added by the nearest proxy; what stands before a stranger's is his word only.
    for (int i = path.size() - 1; i >= 0 && isTrusted(address); i--) {
      InetAddress before = TrustedNetwork.literal(path.get(i).strip());
      if (before == null) {
        break;
      }
      address = before;
    }
    return text(address);
  }

  private boolean isTrusted(InetAddress address) {
    return proxies.stream().anyMatch(proxy -> proxy.contains(address));
  }

  private static String text(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? address.getHostAddress()
        : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
  }
}
