package io.gostacker.testkit.backend;

import java.util.Optional;

/// What the person who runs the tests may say.
final class Settings {
  private Settings() {}

  /// A system property, else the environment variable, of this name.
  static Optional<String> get(String name) {
    String value = System.getProperty(name, System.getenv(name));
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  static void say(String line) {
    System.out.println("[backends] " + line);
  }
}
