package io.gostacker.push.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The providers that are configured, by name.
public final class Providers implements AutoCloseable {
  private final Map<String, Lane> lanes = new HashMap<>();

  /// Closes them when it is closed.
  ///
  /// @throws IllegalArgumentException if two have one name
  public Providers(Collection<Lane> lanes) {
    for (Lane lane : lanes) {
      if (this.lanes.put(lane.provider().name(), lane) != null) {
        throw new IllegalArgumentException("two providers are called " + lane.provider().name());
      }
    }
  }

  /// Their names.
  public Set<String> names() {
    return Set.copyOf(lanes.keySet());
  }

  /// All of them.
  public Collection<Lane> all() {
    return List.copyOf(lanes.values());
  }

  /// The one of that name, if there is one.
  public Optional<Lane> lane(String name) {
    return Optional.ofNullable(lanes.get(name));
  }

  @Override
  public void close() {
    lanes.values().forEach(lane -> lane.provider().close());
  }
}
