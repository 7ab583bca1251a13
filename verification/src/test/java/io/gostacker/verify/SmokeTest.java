package io.gostacker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gostacker.standalone.ConsulAgent;
import io.gostacker.verify.check.Verdict;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.fault.Namespaces;
import io.gostacker.verify.fault.SmallDisk;
import io.gostacker.verify.load.Scale;
import io.gostacker.verify.subject.Setup;
import io.gostacker.verify.subject.StandaloneSubject;
import io.gostacker.verify.subject.Subject;
import io.gostacker.verify.subject.SuiteSubject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `./verify`: some faults, some thousand messages.
class SmokeTest {
  private static final Scale SCALE = new Scale(30, 30, 150);
  private static final int MESSAGES = 3_000;
  private static final int CROWD = 200;
  private static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1");
  private static final Set<String> ON_THE_SUITE =
      Set.of(
          "gateway-killed",
          "gateway-herd",
          "dies-send-after-append",
          "dies-flusher-after-commit",
          "consul-emptied",
          "clocks-apart",
          "send-killed",
          "send-halted",
          "flusher-killed",
          "mysql-killed",
          "redis-killed",
          "redis-power",
          "redis-parted",
          "send-parted", // without network namespaces
          "net-isolated", // with them
          "clients-parted");
  private static final Set<String> ON_ONE_PROCESS =
      Set.of(
          "server-killed",
          "readers-stalled",
          "redis-power",
          "redis-disk-full",
          "mysql-cut",
          "clients-lossy");

  /// A machine that stands still for a second is no fault that this test injects.
  private static final Map<String, Object> PATIENT =
      Map.of("gostacker.redis.timeout", "5s", "gostacker.send.patience", "5s");

  @TempDir private Path folder;

  @Test
  @EnabledIf("io.gostacker.verify.SmokeTest#hasConsul")
  void theSuiteKeepsAllPromises() throws Exception {
    try (Subject suite = SuiteSubject.start(setup())) {
      keepsAllPromises(suite, ON_THE_SUITE);
    }
  }

  private Setup setup() {
    return new Setup(
        Path.of("..").toAbsolutePath().normalize(),
        null,
        folder,
        1,
        CROWD,
        SmallDisk.isPossible(),
        Namespaces.obstacle().isEmpty(),
        PATIENT,
        FAST_START);
  }

  static boolean hasConsul() {
    return ConsulAgent.find(System.getenv()).isPresent();
  }

  @Test
  void oneProcessKeepsAllPromises() throws Exception {
    try (Subject process = StandaloneSubject.start(setup())) {
      keepsAllPromises(process, ON_ONE_PROCESS);
    }
  }

  private void keepsAllPromises(Subject subject, Set<String> names) throws Exception {
    List<Fault> faults =
        subject.faults().stream().filter(fault -> names.contains(fault.name())).toList();
    // strace, network namespaces and disks of one's own may be missing.
    assertThat(faults).hasSizeGreaterThanOrEqualTo(names.size() - 2);
    Verdict verdict = Rounds.run(subject, SCALE, 1, faults, MESSAGES, folder.resolve("history"));
    System.out.printf(
        "[verify] %s: %d faults, %d acknowledged, %d of them repeated, %d frames, %d findings%n",
        subject.name(),
        faults.size(),
        verdict.acknowledged(),
        verdict.repeated(),
        verdict.shown(),
        verdict.findings().words().size());
    assertThat(verdict.findings().words()).isEmpty();
    assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(MESSAGES);
  }
}
