package io.gostacker.verify;

import io.gostacker.verify.load.Scale;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The command line of `./verify`.
///
/// @param standalone whether one process is verified and not the suite
/// @param servers addresses of an installation that is not started here; empty for none
/// @param key of its server API
/// @param faults names; empty for all
/// @param faultsPerSeed how many of them each round has, in turn; 0 for all
/// @param times how often each of them is injected
/// @param hold how long each lasts at least; null for its own time
/// @param messages to be acknowledged at least, over all seeds
/// @param seeds one round each
/// @param minutes after which no further round is begun; 0 for no bound
/// @param scale of each round
/// @param namespaces whether each process of the suite has a network namespace of its own
/// @param upgradeFrom the folder of a built earlier version that the suite is started of, or null
/// @param jvm options for each JVM of it
/// @param crowd sockets that stall, or come back at once
/// @param json a file for the results, or null
/// @param sheet a file for the sheet as Markdown, or null
/// @param list whether only the faults are listed
/// @param help whether only the text is wanted
record Options(
    boolean standalone,
    List<URI> servers,
    String key,
    List<String> faults,
    int faultsPerSeed,
    int times,
    @Nullable Duration hold,
    long messages,
    List<Long> seeds,
    int minutes,
    Scale scale,
    boolean namespaces,
    @Nullable Path upgradeFrom,
    List<String> jvm,
    int crowd,
    @Nullable Path json,
    @Nullable Path sheet,
    boolean list,
    boolean help) {
  static final String HELP =
      """
      Verifies GoStacker: clients talk and write down what they see, faults are injected and healed, and every lost,
      doubled or disordered message is found. Exit code 0: all promises held; 1: not; 2: it could not be verified.

      ./verify [options]
        --standalone         one process instead of the suite (2 gateways, 2 send instances, meta, 2 flushers, Consul)
        --server URL[,URL]   an installation that runs somewhere: load and checks, no faults. With --key
        --key KEY            of its server API
        --fault A,B          only these faults, one after the other, in an order that the seed gives (all)
        --faults-per-seed N  so many in each round: the first of them with the first seed, and so on (all)
        --times N            each of them so often (1)
        --hold N             each of them lasts N to 2 N seconds (a time of its own, mostly some seconds)
        --list               lists the faults
        --messages N         messages to be acknowledged, over all seeds (20000)
        --seed A,B           the seeds, a round for each (1). The same seed gives the same load and order of faults
        --minutes N          begins no further round after so many
        --rate N             messages a second to be sent (500)
        --users N            each with two devices (120)
        --conversations N    a tenth of them, the larger ones, get half of the messages (60)
        --namespaces         a network namespace for each process of the suite: for root on Linux; faults net-* instead of send-*
        --upgrade-from DIR   starts the suite of the version that is built in DIR, and adds the fault upgrade: to this one and back
        --jvm "OPTIONS"      for each JVM of what is verified
        --crowd N            so many sockets stall (readers-stalled) or come back at once (gateway-herd) (1000)
        --json FILE          writes the results there
        --sheet FILE         writes the sheet there, as Markdown
        --help               this text
      """;

  /// @throws IllegalArgumentException with what is wrong
  static Options parse(String... words) {
    boolean standalone = false;
    List<URI> servers = new ArrayList<>();
    String key = "";
    List<String> faults = new ArrayList<>();
    int faultsPerSeed = 0;
    int times = 1;
    Duration hold = null;
    Path upgradeFrom = null;
    long messages = 20_000;
    List<Long> seeds = new ArrayList<>();
    int minutes = 0;
    int rate = 500;
    int users = 120;
    int conversations = 60;
    boolean namespaces = false;
    List<String> jvm = List.of();
    int crowd = 1_000;
    Path json = null;
    Path sheet = null;
    boolean list = false;
    boolean help = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--standalone" -> standalone = true;
        case "--server" -> split(words, ++i).map(URI::create).forEach(servers::add);
        case "--key" -> key = value(words, ++i);
        case "--fault" -> split(words, ++i).forEach(faults::add);
        case "--faults-per-seed" -> faultsPerSeed = number(words, ++i, 1, 1_000);
        case "--list" -> list = true;
        case "--times" -> times = number(words, ++i, 1, 10_000);
        case "--hold" -> hold = Duration.ofSeconds(number(words, ++i, 1, 100_000));
        case "--messages" -> messages = number(words, ++i, 1, 1_000_000_000);
        case "--seed" -> split(words, ++i).map(Options::seed).forEach(seeds::add);
        case "--minutes" -> minutes = number(words, ++i, 1, 100_000);
        case "--rate" -> rate = number(words, ++i, 1, 100_000);
        case "--users" -> users = number(words, ++i, 4, 5_000);
        case "--conversations" -> conversations = number(words, ++i, 2, 10_000);
        case "--namespaces" -> namespaces = true;
        case "--upgrade-from" ->
            upgradeFrom = Path.of(value(words, ++i)).toAbsolutePath().normalize();
        case "--jvm" -> jvm = List.of(value(words, ++i).strip().split("\\s+"));
        case "--crowd" -> crowd = number(words, ++i, 1, 19_000);
        case "--json" -> json = Path.of(value(words, ++i));
        case "--sheet" -> sheet = Path.of(value(words, ++i));
        case "--help", "-h" -> help = true;
        default -> throw new IllegalArgumentException("unknown option " + words[i]);
      }
    }
    if (servers.isEmpty() == !key.isEmpty()) {
      throw new IllegalArgumentException("--server and --key go together");
    }
    if (namespaces && (standalone || !servers.isEmpty())) {
      throw new IllegalArgumentException("--namespaces are for the suite");
    }
    if (upgradeFrom != null && (standalone || !servers.isEmpty())) {
      throw new IllegalArgumentException("--upgrade-from is for the suite");
    }
    if (!servers.isEmpty() && (standalone || !faults.isEmpty())) {
      throw new IllegalArgumentException("nothing can be done to a --server but load");
    }
    return new Options(
        standalone,
        List.copyOf(servers),
        key,
        List.copyOf(faults),
        faultsPerSeed,
        times,
        hold,
        messages,
        seeds.isEmpty() ? List.of(1L) : List.copyOf(seeds),
        minutes,
        new Scale(users, conversations, rate),
        namespaces,
        upgradeFrom,
        jvm,
        crowd,
        json,
        sheet,
        list,
        help);
  }

  private static Stream<String> split(String[] words, int at) {
    return Stream.of(value(words, at).split(","));
  }

  private static String value(String[] words, int at) {
    if (at == words.length) {
      throw new IllegalArgumentException(words[at - 1] + " needs a value");
    }
    return words[at];
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seed must be whole numbers, not " + text, e);
    }
  }

  private static int number(String[] words, int at, int min, int max) {
    String text = value(words, at);
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as below
    }
    throw new IllegalArgumentException(
        "%s must be %d to %d, not %s".formatted(words[at - 1], min, max, text));
  }
}
