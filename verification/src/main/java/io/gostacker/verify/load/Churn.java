package io.gostacker.verify.load;

import io.gostacker.verify.history.Event;
import io.gostacker.verify.load.Population.Talk;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Takes members out of groups and back in, one at a time, until it is stopped.
public final class Churn implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int NOT_FOUND = 404;

  private final Fleet fleet;
  private final Random random;
  private final List<Integer> groups;
  private final Thread thread;
  private volatile boolean stopped;

  public Churn(Fleet fleet, long seed) {
    this.fleet = fleet;
    this.random = new Random(seed);
    this.groups =
        IntStream.range(0, fleet.talks().size())
            .filter(talk -> fleet.talks().get(talk).isGroup())
            .boxed()
            .toList();
    this.thread = Thread.ofVirtual().name("churn").unstarted(this::run);
  }

  public Churn start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!stopped && !groups.isEmpty()) {
      int talk = groups.get(random.nextInt(groups.size()));
      Talk group = fleet.talks().get(talk);
      int user = group.members().get(1 + random.nextInt(group.members().size() - 1));
      fleet.present(talk, user, false);
      Rest.pause(PAUSE); // what it sent a moment ago is decided
      if (changed("DELETE", group, "/" + id(user), "")) {
        fleet.history().write(new Event.Removed(talk, user));
      }
      Rest.pause(PAUSE);
      if (changed("POST", group, "", "{\"userIds\":[\"" + id(user) + "\"]}")) {
        fleet.present(talk, user, true);
      }
    }
  }

  private String id(int user) {
    return fleet.population().people().get(user).id();
  }

  /// Asks until the outcome is certain.
  private boolean changed(String method, Talk group, String path, String body) {
    String owner = fleet.population().people().get(group.members().getFirst()).tokens().getFirst();
    while (true) {
      URI gateway = fleet.gateway(random.nextInt(Integer.MAX_VALUE));
      Rest.Answer answer =
          fleet
              .rest()
              .call(
                  gateway,
                  method,
                  "/api/v1/conversations/" + group.id() + "/members" + path,
                  owner,
                  body);
      if (answer.isGood() || answer.status() == NOT_FOUND) {
        return true;
      } else if (!answer.isOpen()) {
        return false;
      }
      Rest.pause(PAUSE);
    }
  }

  /// Ends after the change under way.
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(Duration.ofMinutes(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
