package io.gostacker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line of `./bench`.
///
/// @param seconds that each workload is measured
/// @param warmUpSeconds before that
/// @param workloads names; empty for all
/// @param suite whether the services as processes of their own are measured too
/// @param json a file for the results, or null
/// @param html a file for the results as a page with curves, or null
/// @param help whether only the text is wanted
record Options(
    int seconds,
    int warmUpSeconds,
    List<String> workloads,
    boolean suite,
    @Nullable Path json,
    @Nullable Path html,
    boolean help) {
  static final String HELP =
      """
      GoStacker's benchmark: starts a raw Netty relay and GoStacker in turn, sends the same load to both over real
      WebSockets, and prints what came of it.

      ./bench [options]
        --quick              10 s a workload after 15 s of warm-up (the default)
        --full               30 s after 15 s
        --seconds N          any other length; with less than 15 the warm-up is as short, and the JIT is not done
        --workloads A,B      of W1 (500 pairs, 4 messages outstanding each), W1@1000 and W1@5000 (messages a second),
                             W2 (ten groups of 100), W3 (a group of 1,000), W7 (a group of 10,000, 500 online),
                             W4@10000 and W4@18000 (idle sockets), W5 (1,000 users come back to 20 messages each),
                             W6 (pages of history)
        --suite              measures the services as processes of their own too (two gateways, of which the load uses
                             one, two send instances, meta, two flushers); needs Consul, see ./run --help
        --json FILE          writes the results there too
        --html FILE          and there as a page with the curves of latency
        --micro [JMH OPTS]   instead of all this runs the JMH benchmarks of the inner loops; --micro -h tells their options
        --help               this text
      """;

  /// @throws IllegalArgumentException with what is wrong
  static Options parse(String... words) {
    int seconds = 10;
    int warmUp = 15;
    List<String> workloads = new ArrayList<>();
    boolean suite = false;
    Path json = null;
    Path html = null;
    boolean help = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--quick" -> {
          seconds = 10;
          warmUp = 15;
        }
        case "--full" -> {
          seconds = 30;
          warmUp = 15;
        }
        case "--seconds" -> {
          seconds = number(value(words, ++i));
          warmUp = Math.min(15, seconds);
        }
        case "--workloads" -> workloads.addAll(List.of(value(words, ++i).split(",")));
        case "--suite" -> suite = true;
        case "--json" -> json = Path.of(value(words, ++i));
        case "--html" -> html = Path.of(value(words, ++i));
        case "--help", "-h" -> help = true;
        default -> throw new IllegalArgumentException("unknown option " + words[i]);
      }
    }
    return new Options(seconds, warmUp, List.copyOf(workloads), suite, json, html, help);
  }

  private static String value(String[] words, int at) {
    if (at == words.length) {
      throw new IllegalArgumentException(words[at - 1] + " needs a value");
    }
    return words[at];
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= 3600) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new IllegalArgumentException("--seconds must be 1 to 3600, not " + text);
  }
}
