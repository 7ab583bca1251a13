package io.gostacker.push.provider;

import java.util.List;

/// The providers that are configured.
public record Providers(List<ConfiguredProvider> all) {

  public Providers {
    all = List.copyOf(all);
  }
}
