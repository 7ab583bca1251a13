package io.gostacker.testkit.backend;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is done when the JVM ends, last added first.
final class Cleanup {
  private final Deque<Runnable> actions = new ArrayDeque<>();

  Cleanup() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::run, "backends-cleanup"));
  }

  synchronized void add(Runnable action) {
    actions.push(action);
  }

  private synchronized void run() {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        System.err.println("[backends] at the end: " + e);
      }
    }
  }
}
