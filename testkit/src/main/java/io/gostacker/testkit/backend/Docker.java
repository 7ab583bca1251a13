package io.gostacker.testkit.backend;

import java.util.Optional;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/// Containers, where a Docker engine answers.
final class Docker {
  private Docker() {}

  /// The started container; empty if there is no engine, or if it cannot get the image.
  static <C extends GenericContainer<?>> Optional<C> start(Supplier<C> make, Cleanup atEnd) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.empty();
    }
    C container = make.get();
    try {
      container.start();
    } catch (RuntimeException e) {
      Settings.say(container.getDockerImageName() + " does not start: " + e.getMessage());
      container.close();
      return Optional.empty();
    }
    atEnd.add(container::close);
    return Optional.of(container);
  }
}
