package io.gostacker.meta;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Does something several times at the same time.
final class Together {

  private Together() {}

  static <T> List<T> run(int times, IntFunction<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> results =
          IntStream.range(0, times).mapToObj(i -> threads.submit(() -> work.apply(i))).toList();
      return results.stream().map(Together::resultOf).toList();
    }
  }

  private static <T> T resultOf(Future<T> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
