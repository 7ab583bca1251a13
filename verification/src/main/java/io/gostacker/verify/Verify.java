package io.gostacker.verify;

import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.Namespaces;
import io.gostacker.verify.fault.SmallDisk;
import io.gostacker.verify.fault.Ways;
import io.gostacker.verify.subject.RemoteSubject;
import io.gostacker.verify.subject.Setup;
import io.gostacker.verify.subject.StandaloneSubject;
import io.gostacker.verify.subject.Subject;
import io.gostacker.verify.subject.SuiteSubject;
import io.gostacker.verify.subject.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `./verify`; see [Options#HELP].
public final class Verify {
  private static final int BROKEN = 1;
  private static final int NOT_VERIFIED = 2;
  private static final int HEAP_MIB = 320;
  private static final int SOCKET_KIB = 20;

  /// Until the sockets of the last round are closed everywhere.
  private static final Duration SETTLE = Duration.ofSeconds(5);

  private final Options options;
  private final long begun = System.nanoTime();
  private volatile @Nullable Subject running;

  private Verify(Options options) {
    this.options = options;
  }

  public static void main(String[] words) {
    System.exit(run(words));
  }

  /// @return the exit code
  static int run(String... words) {
    Options options;
    try {
      options = Options.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; see ./verify --help");
      return NOT_VERIFIED;
    }
    if (options.help()) {
      System.out.print(Options.HELP);
      return 0;
    }
    try {
      return new Verify(options).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NOT_VERIFIED;
    } catch (Exception e) { // whatever went wrong: nothing is proved
      System.err.println("It could not be verified: " + e);
      return NOT_VERIFIED;
    }
  }

  private int run() throws Exception {
    if (options.namespaces() && !Namespaces.obstacle().isEmpty()) {
      throw new IllegalStateException(Namespaces.obstacle());
    }
    if (options.list()) {
      list();
      return 0;
    }
    Path folder = Files.createTempDirectory("gostacker-verify");
    say("starting what is verified; data and logs in " + folder);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::abandon));
    try (Subject subject = subject(folder)) {
      running = subject;
      List<Fault> faults = chosen(subject.faults());
      Sheet sheet = new Sheet(subject, options);
      Map<String, Usage> before = Usage.of(subject.processes());
      for (int i = 0; i < options.seeds().size() && !isLate(); i++) {
        round(subject, ofRound(i, faults), options.seeds().get(i), folder, sheet);
      }
      Thread.sleep(SETTLE);
      sheet.usage(before, Usage.of(subject.processes()));
      System.out.println(sheet.text());
      write(options.json(), sheet.json());
      write(options.sheet(), sheet.text());
      return sheet.holds() ? 0 : BROKEN;
    } finally {
      running = null;
      say("done");
    }
  }

  /// Leaves nothing behind when it is told to stop.
  private void abandon() {
    Subject left = running;
    if (left != null) {
      left.close();
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private void round(Subject subject, List<Fault> faults, long seed, Path folder, Sheet sheet)
      throws Exception {
    Path history = folder.resolve("history-" + seed);
    long messages = options.messages() / options.seeds().size();
    Round.Result result =
        new Round(subject, options.scale(), seed, what -> say("seed " + seed + ": " + what))
            .run(faults, messages, history);
    sheet.add(result);
    say(
        "seed %d: %,d acknowledged, %s"
            .formatted(
                seed,
                result.verdict().acknowledged(),
                result.verdict().holds()
                    ? "all promises held"
                    : "BROKEN: " + result.verdict().findings().counts()));
    if (result.verdict().holds()) {
      Files.delete(history);
    } else {
      say("its history is in " + history);
    }
  }

  private Subject subject(Path folder) {
    Setup setup = setup(folder);
    if (!options.servers().isEmpty()) {
      return new RemoteSubject(options.servers(), options.key());
    }
    if (options.standalone()) {
      return StandaloneSubject.start(setup);
    }
    return SuiteSubject.start(setup);
  }

  /// Who holds many sockets needs memory for them.
  private Setup setup(Path folder) {
    int mib = HEAP_MIB + options.crowd() * SOCKET_KIB / 1024;
    List<String> jvm = new ArrayList<>(List.of("-Xmx" + mib + "m"));
    jvm.addAll(options.jvm());
    return new Setup(
        Path.of(System.getProperty("gostacker.home", ".")).toAbsolutePath().normalize(),
        options.upgradeFrom(),
        folder,
        options.seeds().getFirst(),
        options.crowd(),
        wantsDisks(),
        options.namespaces(),
        Map.of(),
        jvm);
  }

  private boolean wantsDisks() {
    return SmallDisk.isPossible()
        && (options.faults().isEmpty()
            || options.faults().stream().anyMatch(name -> name.endsWith("-disk-full")));
  }

  private List<Fault> chosen(List<Fault> all) {
    List<String> names = all.stream().map(Fault::name).toList();
    for (String wanted : options.faults()) {
      if (!names.contains(wanted)) {
        throw new IllegalArgumentException(
            "there is no fault " + wanted + "; --list shows those there are");
      }
    }
    List<Fault> wanted =
        options.faults().isEmpty()
            ? all
            : all.stream().filter(fault -> options.faults().contains(fault.name())).toList();
    Duration hold = options.hold();
    List<Fault> held =
        hold == null ? wanted : wanted.stream().map(fault -> fault.lasting(hold)).toList();
    return Collections.nCopies(options.times(), held).stream().flatMap(List::stream).toList();
  }

  /// The faults of a round: so many, in turn, of an order that the first seed gives.
  private List<Fault> ofRound(int round, List<Fault> faults) {
    int count = options.faultsPerSeed();
    if (count == 0 || count >= faults.size()) {
      return faults;
    }
    List<Fault> order = new ArrayList<>(faults);
    Collections.shuffle(order, new Random(options.seeds().getFirst()));
    return IntStream.range(round * count, (round + 1) * count)
        .mapToObj(i -> order.get(i % order.size()))
        .toList();
  }

  private boolean isLate() {
    return options.minutes() > 0
        && System.nanoTime() - begun > Duration.ofMinutes(options.minutes()).toNanos();
  }

  private void list() {
    Setup setup = setup(Path.of(""));
    try (Ways ways = new Ways(0);
        Namespaces network = options.namespaces() ? new Namespaces(0) : null) {
      List<Fault> faults =
          options.standalone()
              ? StandaloneSubject.faults(Verify::nothing, ways, setup)
              : SuiteSubject.faults(Verify::nothing, ways, network, setup);
      faults.forEach(fault -> System.out.printf("%-24s %s%n", fault.name(), fault.what()));
    }
  }

  private static <T> T nothing() {
    throw new IllegalStateException("nothing was started");
  }

  private static void write(@Nullable Path file, String text) throws IOException {
    if (file != null) {
      Files.writeString(file, text + "\n");
    }
  }

  private void say(String what) {
    System.err.printf("[%4d s] %s%n", (System.nanoTime() - begun) / 1_000_000_000, what);
  }
}
