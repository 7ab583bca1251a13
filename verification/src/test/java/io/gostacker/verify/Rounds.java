package io.gostacker.verify;

import io.gostacker.verify.check.Verdict;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.Scale;
import io.gostacker.verify.subject.Subject;
import java.nio.file.Path;
import java.util.List;

/// Rounds for tests of other packages.
public final class Rounds {
  private Rounds() {}

  public static Verdict run(
      Subject subject, Scale scale, long seed, List<Fault> faults, long messages, Path file)
      throws Exception {
    return new Round(subject, scale, seed, what -> {}).run(faults, messages, file).verdict();
  }

  /// `./verify`.
  ///
  /// @return its exit code
  public static int verify(String... words) {
    return Verify.run(words);
  }
}
