package io.gostacker.verify.bug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gostacker.verify.Rounds;
import io.gostacker.verify.check.Rule;
import io.gostacker.verify.check.Verdict;
import io.gostacker.verify.fault.Fault;
import io.gostacker.verify.load.FinalReads;
import io.gostacker.verify.load.Scale;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Each bug is caught by a run against the real product with that bug in it; without one nothing is
/// found.
class SeededBugsTest {
  private static final Scale SCALE = new Scale(20, 10, 300);
  private static final int MESSAGES = 400;
  private static BuggyProduct product;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    product = BuggyProduct.start(Map.of());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void mend() {
    Bugs.activate(null);
  }

  private Verdict run(BuggyProduct with, List<Fault> faults) throws Exception {
    return Rounds.run(with, SCALE, 1, faults, MESSAGES, folder.resolve("history"));
  }

  @Test
  void withoutABugNothingIsFound() throws Exception {
    Verdict verdict = run(product, List.of());
    assertThat(verdict.findings().words()).isEmpty();
    assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(MESSAGES);
    assertThat(verdict.shown()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"FORGETS_CLIENT_IDS", "FLUSHER_LOSES_A_ROW", "ANSWERS_BEFORE_IT_APPENDS"})
  void isCaught(Bug bug) throws Exception {
    Bugs.activate(bug);
    assertThat(run(product, List.of()).findings().counts()).containsKey(bug.broken());
  }

  @Test
  void aFlusherThatLosesARowIsCaught() throws Exception {
    long begun = System.currentTimeMillis(); // other tests have left rows of theirs
    Fault loss =
        Fault.at(
            "row-lost",
            "a row is lost",
            () -> {
              FinalReads.Database mySql = product.mySql();
              try (Connection connection =
                      DriverManager.getConnection(mySql.url(), mySql.user(), mySql.password());
                  Statement statement = connection.createStatement()) {
                AtomicInteger lost = new AtomicInteger();
                await("rows to lose")
                    .atMost(Duration.ofMinutes(1))
                    .until(() ->
                        lost.addAndGet(
                                statement.executeUpdate(
                                    "DELETE FROM message WHERE kind = 0 AND sent_at > "
                                        + begun
                                        + " LIMIT 5"))
                            >= 5);
              }
            });
    assertThat(run(product, List.of(loss)).findings().counts())
        .containsKey(Bug.FLUSHER_LOSES_A_ROW.broken());
  }

  @Test
  void anAnswerBeforeTheAppendIsCaught() throws Exception {
    try (BuggyProduct another = BuggyProduct.start(Map.of())) {
      Bugs.activate(Bug.ANSWERS_BEFORE_IT_APPENDS);
      assertThat(run(another, List.of()).findings().counts())
          .containsKey(Bug.ANSWERS_BEFORE_IT_APPENDS.broken());
    }
  }

  @Test
  void aShortMemoryForClientIdsIsCaught() throws Exception {
    try (BuggyProduct forgetful = BuggyProduct.start(Map.of("gostacker.idempotency.ids", 1))) {
      assertThat(run(forgetful, List.of()).findings().counts())
          .containsKey(Bug.FORGETS_CLIENT_IDS.broken());
    }
  }

  @Test
  void thereAreBugsForMostRules() {
    assertThat(Bug.values()).hasSizeGreaterThanOrEqualTo(12);
    assertThat(Arrays.stream(Bug.values()).map(Bug::broken).distinct())
        .hasSizeGreaterThanOrEqualTo(10)
        .contains(Rule.LOST, Rule.DUPLICATED, Rule.PRIVATE);
  }
}
