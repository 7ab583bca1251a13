package io.gostacker.meta.account;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Where a picture may lie: an `http` or `https` address of at most 1024 characters, without a
/// password in it.
public final class WebAddress {
  private static final int MAX = 1024;

  private WebAddress() {}

  /// What is wrong with an address; null when nothing is.
  public static @Nullable String flaw(@Nullable String text) {
    return text != null && text.length() <= MAX && isWebAddress(text)
        ? null
        : "must be an http or https address of at most " + MAX + " characters, or null";
  }

  private static boolean isWebAddress(String text) {
    try {
      URI address = new URI(text);
      String scheme = address.getScheme();
      return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
          && address.getHost() != null
          && address.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
