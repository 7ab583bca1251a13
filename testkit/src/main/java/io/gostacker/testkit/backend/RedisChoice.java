package io.gostacker.testkit.backend;

import java.util.Optional;
import org.testcontainers.containers.GenericContainer;

/// Which Redis.
record RedisChoice(EmbeddedServers embedded, Cleanup atEnd) {
  private static final String SETTING = "GOSTACKER_TEST_REDIS_URL";
  private static final String IMAGE = "redis:7.2-alpine";
  private static final int PORT = 6379;

  String url() {
    Optional<String> given = Settings.get(SETTING);
    if (given.isPresent()) {
      Settings.say("Redis: given by " + SETTING);
      return given.get();
    }
    return inDocker().orElseGet(this::inChildProcess);
  }

  private Optional<String> inDocker() {
    return Docker.start(RedisChoice::container, atEnd)
        .map(container -> {
          Settings.say("Redis: " + IMAGE + " in Docker");
          return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
        });
  }

  private static GenericContainer<?> container() {
    return new GenericContainer<>(IMAGE)
        .withExposedPorts(PORT)
        .withCommand(
            "redis-server", "--appendonly", "yes", "--appendfsync", "always", "--save", "");
  }

  private String inChildProcess() {
    Settings.say("Redis: embedded");
    return embedded.startRedis().url();
  }
}
