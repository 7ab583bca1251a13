package io.gostacker.common.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// An address, or all that begin with the same bits.
///
/// @param bits how many bits count
record TrustedNetwork(InetAddress address, int bits) {

  /// Reads `10.0.0.7`, `10.0.0.0/8`, `::1` or `fd00::/8`.
  ///
  /// @throws IllegalArgumentException if it is something else
  static TrustedNetwork parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw wrong(text);
    }
    int all = address.getAddress().length * 8;
    if (slash < 0) {
      return new TrustedNetwork(address, all);
    }
    try {
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > all) {
        throw wrong(text);
      }
      return new TrustedNetwork(address, bits);
    } catch (NumberFormatException e) {
      throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "gostacker.web.trusted-proxies: '" + text + "' is neither an address nor a network");
  }

  /// The address that a text is; null for names, which are never looked up.
  static @Nullable InetAddress literal(String text) {
    boolean numeric =
        !text.isEmpty()
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
    boolean isLiteral = numeric && (text.indexOf(':') >= 0 || text.matches("\\d+(\\.\\d+){3}"));
    try {
      return isLiteral ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] others = other.getAddress();
    if (own.length != others.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >>> (bit % 8);
      if ((own[bit / 8] & mask) != (others[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
